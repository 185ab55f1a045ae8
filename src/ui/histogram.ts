/** Shares of all values in bins of equal width. */
export interface Histogram {
  low: number;
  high: number;
  shares: { chosen: number[]; rejected: number[] };
}

const BINS = 28;

/** @param range the first and last edge of the bins; all values must lie within */
export function rewardHistogram(
  { chosen, rejected }: { chosen: readonly number[]; rejected: readonly number[] },
  [low, high]: readonly [number, number],
): Histogram {
  const binOf = (value: number) => Math.min(BINS - 1, Math.floor(((value - low) / (high - low || 1)) * BINS));
  const count = (values: readonly number[]) => {
    const shares = Array<number>(BINS).fill(0);
    for (const value of values) shares[binOf(value)] = (shares[binOf(value)] ?? 0) + 1 / values.length;
    return shares;
  };
  return { low, high, shares: { chosen: count(chosen), rejected: count(rejected) } };
}

/** The smallest and the largest value of some lists, at least a little apart. */
export function commonRange(lists: readonly (readonly number[])[]): [number, number] {
  const values = lists.flat();
  if (values.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high - low < 1e-6 ? [low - 0.5, high + 0.5] : [low, high];
}
