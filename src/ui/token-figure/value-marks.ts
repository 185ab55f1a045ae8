import type { KnownValue } from "../../engine/evaluation/known-value.ts";
import { estimatedValue, valueBand } from "../../engine/evaluation/value-edges.ts";
import { wilsonInterval } from "../../engine/statistics/wilson.ts";
import { sharedLength } from "../../state/branches.ts";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { FigureTrajectory } from "./model.ts";
import { stepEnds } from "./step-ends.ts";

/** A measured value with its 95 % interval, in pixels. */
export interface ValuePoint {
  column: number;
  x: number;
  y: number;
  /** Of the interval. */
  top: number;
  bottom: number;
  /** Whether it stands at the end of a step: the main line joins those. */
  main: boolean;
}

/** The measured values along one trajectory. */
export interface ValueCurve {
  id: number;
  letter: string;
  active: boolean;
  points: ValuePoint[];
}

/** Where the value may be at a token, V ± (1 − Π q) around the value before it, in pixels. */
export interface BandPiece {
  column: number;
  x: number;
  width: number;
  top: number;
  bottom: number;
}

type Valued = Pick<FigureTrajectory, "values" | "exact" | "tokens" | "steps">;

/**
 * The band of the active trajectory, from value to value: around measured ones, by the probabilities of the policy that
 * answers; where none were measured, around the exact ones at step ends, by those of the class.
 * @param axis one of values, 0 to 1
 */
export function valueBandPieces(trajectory: Valued, { columns }: ColumnLayout, axis: Axis): BandPiece[] {
  const { values, q } = bandOf(trajectory);
  return valueBand(values, q).flatMap(({ position, low, high }) => {
    const column = columns[position + 1];
    if (!column) return [];
    const { index, x, width } = column;
    return [{ column: index, x, width: width - 2, top: axis.y(high), bottom: axis.y(low) }];
  });
}

function bandOf({ values, exact, tokens, steps }: Valued): { values: readonly KnownValue[]; q: number[] } {
  if (values.length > 0 || !exact) return { values, q: tokens.map((token) => token.q) };
  const all = [exact.prompt, ...exact.tokens];
  return {
    q: exact.q,
    values: stepEnds({ tokens, steps }).flatMap((column) => {
      const value = all[column];
      return typeof value === "number" ? [{ position: column - 1, value }] : [];
    }),
  };
}

/**
 * The curves of a figure, the active trajectory's last so that it lies on top. A compared one begins at the last value
 * it shares with the active one.
 * @param axis one of values, 0 to 1
 */
export function valueCurves(
  trajectories: readonly FigureTrajectory[],
  { columns }: ColumnLayout,
  axis: Axis,
): ValueCurve[] {
  const main = trajectories.find(({ active }) => active);
  const curves = trajectories.map((trajectory): ValueCurve => {
    const { id, letter, active, values, tokens } = trajectory;
    const ends = new Set(stepEnds(trajectory));
    const shared = main && !active ? sharedLength(main.tokens, tokens) : 0;
    const from = values.findLastIndex(({ position }) => position < shared);
    const points = values.slice(Math.max(0, from)).flatMap((estimate): ValuePoint[] => {
      const column = columns[estimate.position + 1];
      if (!column) return [];
      const [low, high] = wilsonInterval(estimate.successes, estimate.rollouts);
      return [
        {
          column: column.index,
          x: column.center,
          y: axis.y(estimatedValue(estimate)),
          top: axis.y(high),
          bottom: axis.y(low),
          main: ends.has(column.index),
        },
      ];
    });
    return { id, letter, active, points };
  });
  const drawn = curves.filter(({ active, points }) => points.length > (active ? 0 : 1));
  return drawn.sort((a, b) => Number(a.active) - Number(b.active));
}
