import type { ExactValues } from "../../engine/evaluation/exact-values.ts";
import type { ValueEstimate } from "../../engine/evaluation/values.ts";
import { type ShownMistake, shownMistake } from "../../state/mistake.ts";
import type { Judgement, StepMark, TokenRecord } from "../../worker/records.ts";

/** The name and colour of a reward model in a figure. */
export interface FigureModel {
  id: string;
  name: string;
  method: string | null;
  /** How far the method's accent is moved towards the page's ink, 0…1, which distinguishes models of one method. */
  shade?: number;
}

const SHADES = [0, 0.35, 0.6, 0.8] as const;

/**
 * Reward models for figures: each further model of a method is drawn darker (on dark paper, lighter) than the one
 * before.
 */
export function figureModels(models: readonly Omit<FigureModel, "shade">[]): FigureModel[] {
  return models.map((model, index) => {
    const before = models.slice(0, index).filter(({ method }) => method === model.method).length;
    return { ...model, shade: SHADES[Math.min(before, SHADES.length - 1)] as number };
  });
}

/** A trajectory with what a figure draws of it. */
export interface FigureTrajectory {
  /** Branch id; a trajectory that is being written has one too. */
  id: number;
  letter: string;
  tokens: readonly TokenRecord[];
  rewards: Readonly<Record<string, readonly number[]>>;
  /** V\* and q\* of the class of students; null if they are not known. */
  exact: ExactValues | null;
  /** Measured values of the trajectory's prefixes, ascending by position; empty if none were measured. */
  values: readonly ValueEstimate[];
  steps: readonly StepMark[];
  /** The trajectory's first mistake; null if it has none, or the right answer is not known. */
  mistake: ShownMistake | null;
  /** Whether the charts show this trajectory; others are drawn beside it. */
  active: boolean;
  /** Index of the first token that differs from the trajectory above; null for the first row. */
  partsAt: number | null;
}

/** The verifier's verdict on a response, for a figure. */
export function verdictMarks(judgement: Judgement): Pick<FigureTrajectory, "steps" | "mistake"> {
  return { steps: judgement.steps, mistake: shownMistake(judgement) };
}

/** Signs of verdicts on steps, so that colour is not the only distinction. */
export const stepSigns = { right: "✓", wrong: "✗", malformed: "?" } as const;
