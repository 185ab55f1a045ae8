/** Bounds of a figure's values, both included. */
export type Range = readonly [low: number, high: number];

export const SHARE: Range = [0, 1];

/** Bounds of correlations, and of differences of two shares. */
export const SIGNED: Range = [-1, 1];

/** Bounds of the differences of two values with these bounds. */
export function rangeOfDifferences(range: Range | null): Range | null {
  return range && [range[0] - range[1], range[1] - range[0]];
}
