import type { KnownValue } from "../../engine/evaluation/trajectory.ts";
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
  /** Top and bottom of the interval. */
  top: number;
  bottom: number;
  /** Whether the value is at the end of a step, through which the main line goes. */
  main: boolean;
}

/** The measured values along one trajectory. */
export interface ValueCurve {
  id: number;
  letter: string;
  active: boolean;
  points: ValuePoint[];
}

/** The interval V ± (1 − Π q) in which the value at a token must lie, around the last known value, in pixels. */
export interface BandPiece {
  column: number;
  x: number;
  width: number;
  top: number;
  bottom: number;
}

type Valued = Pick<FigureTrajectory, "values" | "exact" | "tokens" | "steps">;

/**
 * The band of the active trajectory from value to value: around measured values with the policy's probabilities; if
 * none were measured, around exact values at step ends with the class's probabilities.
 * @param axis an axis of values, from 0 to 1
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
 * The curves of a figure, the active trajectory's last, so that it is drawn on top. A compared trajectory's curve
 * begins at the last value that both share.
 * @param axis an axis of values, from 0 to 1
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
