import { spearman } from "../../statistics/correlation.ts";
import { once, type Statistic } from "../../statistics/statistic.ts";

/** A rank correlation of fewer points than this is all chance. */
const SMALLEST = 3;

/** The indices of every group of at least three points; points with the same key are a group. */
export function groupsOf(keys: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  keys.forEach((key, i) => {
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  });
  return [...groups.values()].filter((group) => group.length >= SMALLEST);
}

/** Spearman's ρ of every group; 0 if x or y does not vary within the group. */
export function correlations(groups: readonly number[][], x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  return groups.map((group) => rho(group, x, y)(once(group.length)) || 0);
}

/** The mean of ρ over groups, weighted by how often the points of a group count. */
export function meanCorrelation(groups: readonly number[][], x: ArrayLike<number>, y: ArrayLike<number>): Statistic {
  const parts = groups.map((group) => ({ group, correlation: rho(group, x, y) }));
  return (counts) => {
    let sum = 0;
    let total = 0;
    for (const { group, correlation } of parts) {
      const own = group.map((i) => counts[i] as number);
      const size = own.reduce((points, count) => points + count, 0);
      sum += size * (correlation(own) || 0);
      total += size;
    }
    return sum / total;
  };
}

function rho(group: readonly number[], x: ArrayLike<number>, y: ArrayLike<number>): Statistic {
  const of = (values: ArrayLike<number>) => group.map((i) => values[i] as number);
  return spearman(of(x), of(y));
}
