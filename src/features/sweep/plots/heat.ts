import { OBJECTIVE_AXIS, type Stretch } from "../../../state/sweep-view.ts";
import type { Row, TrialAxis } from "../rows.ts";

/** The trials that lie in one range of both axes. */
export interface HeatCell {
  x: Stretch;
  y: Stretch;
  trials: number;
  /** Mean place on the objective's axis; NaN if there are no trials. */
  mean: number;
}

const STRETCHES = 6;

/** The ranges that an axis is cut into: one for each choice, else ranges of equal length. */
export function stretchesOf({ ticks, categorical }: TrialAxis): { stretch: Stretch; text: string }[] {
  if (categorical) {
    const between = ticks.slice(1).map(({ place }, i) => (place + (ticks[i] as (typeof ticks)[number]).place) / 2);
    const ends = [0, ...between, 1];
    return ticks.map(({ text }, i) => ({ stretch: [ends[i] as number, ends[i + 1] as number], text }));
  }
  return Array.from({ length: STRETCHES }, (_, i) => ({ stretch: [i / STRETCHES, (i + 1) / STRETCHES], text: "" }));
}

/** The cells row by row, the highest range of y first. */
export function heatCells(
  rows: readonly Row[],
  [x, y]: readonly [string, string],
  across: readonly Stretch[],
  up: readonly Stretch[],
): HeatCell[][] {
  const holds = ([low, high]: Stretch, place: number | null | undefined) =>
    typeof place === "number" && place >= low && (place < high || (high === 1 && place === 1));
  return up.toReversed().map((yStretch) => {
    const inRow = rows.filter(({ places }) => holds(yStretch, places[y]));
    return across.map((xStretch) => {
      const inside = inRow.filter(({ places }) => holds(xStretch, places[x]) && places[OBJECTIVE_AXIS] !== null);
      const sum = inside.reduce((total, { places }) => total + (places[OBJECTIVE_AXIS] as number), 0);
      return { x: xStretch, y: yStretch, trials: inside.length, mean: sum / inside.length };
    });
  });
}
