import type { ExactValues } from "../../engine/evaluation/exact-values.ts";
import type { ValueEstimate } from "../../engine/evaluation/values.ts";
import { type Mistake, mistakeOf } from "../../state/mistake.ts";
import type { Judgement, StepMark, TokenRecord } from "../../worker/records.ts";

/** A reward model as a figure names and colours it. */
export interface FigureModel {
  id: string;
  name: string;
  method: string | null;
  /** How far its method's accent moves towards the ink of the page, which tells models of one method apart; 0…1. */
  shade?: number;
}

const SHADES = [0, 0.35, 0.6, 0.8] as const;

/** Reward models as figures draw them: a second one of a method is drawn darker (or lighter, on dark paper) than the first. */
export function figureModels(models: readonly Omit<FigureModel, "shade">[]): FigureModel[] {
  return models.map((model, index) => {
    const before = models.slice(0, index).filter(({ method }) => method === model.method).length;
    return { ...model, shade: SHADES[Math.min(before, SHADES.length - 1)] as number };
  });
}

/** A trajectory as a figure draws it. */
export interface FigureTrajectory {
  /** Branch id; a trajectory in the making has one too. */
  id: number;
  letter: string;
  tokens: readonly TokenRecord[];
  rewards: Readonly<Record<string, readonly number[]>>;
  /** V\* and q\* of the class of students; null where they are not known. */
  exact: ExactValues | null;
  /** Measured values of its prefixes, ascending by position; empty where none were measured. */
  values: readonly ValueEstimate[];
  steps: readonly StepMark[];
  /** The name of its first mistake; null where there is none, or nobody knows. */
  mistake: Mistake | null;
  /** The one the charts are about; the others are drawn beside it. */
  active: boolean;
  /** Index of the first token that differs from the trajectory it is drawn under; null for the first row. */
  partsAt: number | null;
}

/** What the verifier says of a response, as a figure draws it. */
export function verdictMarks(judgement: Judgement): Pick<FigureTrajectory, "steps" | "mistake"> {
  return { steps: judgement.steps, mistake: mistakeOf(judgement) };
}

/** Sign of a step's verdict: shape, so that colour is not its only carrier. */
export const stepSigns = { right: "✓", wrong: "✗", malformed: "?" } as const;
