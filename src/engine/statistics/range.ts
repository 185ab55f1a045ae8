/** Where every value of a figure lies, both ends included. */
export type Range = readonly [low: number, high: number];

export const SHARE: Range = [0, 1];

/** Of correlations, and of differences of two shares. */
export const SIGNED: Range = [-1, 1];

/** Where the differences of two values lie. */
export function rangeOfDifferences(range: Range | null): Range | null {
  return range && [range[0] - range[1], range[1] - range[0]];
}
