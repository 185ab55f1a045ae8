/**
 * Holm's correction (1979) of p-values that are read together: the smallest of n is multiplied by n, the next by n − 1,
 * and so on; none may be smaller than the one before or larger than 1. Calling all results below 0.05 significant then
 * includes a false one in at most one family out of twenty.
 * @param p in any order; NaN (no result) stays NaN and is not counted
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].filter((i) => !Number.isNaN(p[i])).sort((a, b) => (p[a] as number) - (p[b] as number));
  const adjusted = p.map(() => Number.NaN);
  let largest = 0;
  order.forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * (p[place] as number)));
    adjusted[place] = largest;
  });
  return adjusted;
}
