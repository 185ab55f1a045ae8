/**
 * Holm's correction (1979) of chances that are read together: the smallest times their number, the next times one less,
 * never smaller than one before and at most 1. Whatever is then below 0.05, all of them together hold a false one in at
 * most one family out of twenty.
 * @param p in any order; NaN, where nothing was found out, stays NaN and counts for none
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
