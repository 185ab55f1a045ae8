import { type Random, seededRandom } from "../random.ts";
import type { Share } from "./newcombe.ts";
import type { Statistic } from "./statistic.ts";

const SPLITS = 20;

/**
 * The highest correlation that anything could have with counted shares, given their sampling noise: √ρ_full, where
 * ρ_full = 2ρ/(1+ρ) (Spearman–Brown) and ρ is the correlation between two random halves of every share's trials,
 * averaged over 20 splits. 0 if the halves correlate negatively, NaN if a share has fewer than two trials.
 * @param correlation the correlation whose ceiling is wanted, such as Spearman's within trajectories
 */
export function noiseCeiling(
  shares: readonly Share[],
  correlation: (a: Float64Array, b: Float64Array) => Statistic,
): Statistic {
  if (shares.some(({ trials }) => trials < 2)) return () => Number.NaN;
  const random = seededRandom(0);
  const correlations = Array.from({ length: SPLITS }, () => {
    const first = new Float64Array(shares.length);
    const second = new Float64Array(shares.length);
    shares.forEach(({ successes, trials }, i) => {
      const half = Math.floor(trials / 2);
      const inHalf = successesIn(half, successes, trials, random);
      first[i] = inHalf / half;
      second[i] = (successes - inHalf) / (trials - half);
    });
    return correlation(first, second);
  });
  return (counts) => {
    const reliability = correlations.reduce((sum, between) => sum + between(counts), 0) / SPLITS;
    return Math.sqrt(Math.max(0, (2 * reliability) / (1 + reliability)));
  };
}

/**
 * The number of successes in a half of the trials, drawn without replacement: which trials succeeded is not recorded.
 */
function successesIn(half: number, successes: number, trials: number, random: Random): number {
  let found = 0;
  for (let drawn = 0; drawn < half; drawn++) {
    if (random() * (trials - drawn) < successes - found) found += 1;
  }
  return found;
}
