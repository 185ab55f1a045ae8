const table: number[] = [0];

/** log n!, exact to rounding, from a table that grows with the largest n asked for. */
function logFactorial(n: number): number {
  for (let k = table.length; k <= n; k++) table.push((table[k - 1] as number) + Math.log(k));
  return table[n] as number;
}

/** log of the binomial coefficient; −∞ if k < 0 or k > n. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * The chance of drawing exactly k marked items in `draws` draws without replacement from a pool with `marked` marked
 * items.
 */
export function hypergeometric(k: number, { pool, marked, draws }: HypergeometricUrn): number {
  return Math.exp(logChoose(marked, k) + logChoose(pool - marked, draws - k) - logChoose(pool, draws));
}

export interface HypergeometricUrn {
  pool: number;
  marked: number;
  draws: number;
}
