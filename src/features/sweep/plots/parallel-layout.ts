import type { Row, TrialAxis } from "../rows.ts";

export const PARALLEL_HEIGHT = 250;
const TOP = 12;
const BOTTOM = 10;
const MARGIN = 64;

/** The positions of axes, and of places on them, in CSS pixels. */
export interface ParallelLayout {
  x(axis: number): number;
  y(place: number): number;
  /** The inverse of `y`, limited to [0, 1]. */
  place(y: number): number;
}

export function parallelLayout(width: number, axes: number): ParallelLayout {
  const step = axes > 1 ? (width - 2 * MARGIN) / (axes - 1) : 0;
  const length = PARALLEL_HEIGHT - TOP - BOTTOM;
  return {
    x: (axis) => MARGIN + step * axis,
    y: (place) => TOP + (1 - place) * length,
    place: (y) => Math.min(1, Math.max(0, 1 - (y - TOP) / length)),
  };
}

/** A line is selected if the pointer is within this many CSS pixels of it. */
const REACH = 8;

/** The trial whose line is nearest to a point; null if none is near. */
export function nearestLine(
  rows: readonly Row[],
  axes: readonly TrialAxis[],
  layout: ParallelLayout,
  [x, y]: readonly [number, number],
): Row | null {
  const before = axes.findLastIndex((_, i) => layout.x(i) <= x);
  let nearest: Row | null = null;
  let least = REACH;
  for (const row of rows) {
    const placed = (axis: TrialAxis) => typeof row.places[axis.id] === "number";
    const left = axes.findLastIndex((axis, i) => i <= before && placed(axis));
    const right = axes.findIndex((axis, i) => i > before && placed(axis));
    if (left < 0 || right < 0) continue;
    const from = row.places[axes[left]?.id ?? ""] as number;
    const to = row.places[axes[right]?.id ?? ""] as number;
    const share = (x - layout.x(left)) / (layout.x(right) - layout.x(left));
    const distance = Math.abs(layout.y(from + share * (to - from)) - y);
    if (distance < least) {
      least = distance;
      nearest = row;
    }
  }
  return nearest;
}
