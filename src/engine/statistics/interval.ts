import type { Range } from "./range.ts";
import { Z95 } from "./student.ts";
import { scoreInterval } from "./wilson.ts";

/** The uncertainty of a figure. */
export interface Spread {
  /** Square of the figure's standard error. */
  variance: number;
  /** Standard errors on each side of an interval: a quantile of Student's t or of the normal distribution. */
  quantile?: number;
  /** Independent clusters behind the figure; null if only the variance is known. */
  clusters: number | null;
}

/**
 * The 95 % interval of a figure: `quantile` standard errors on both sides. Within bounds it is Wilson's interval of a
 * share with the same standard error (the design-based form of Korn and Graubard 1998), which stays within the bounds
 * and always contains the figure.
 */
export function intervalOf(value: number, spread: Spread, range: Range | null): [low: number, high: number] {
  const { variance, quantile = Z95 } = spread;
  if (!range) {
    const half = quantile * Math.sqrt(variance);
    return [value - half, value + half];
  }
  const { share, trials, width } = asShare(value, spread, range);
  if (Number.isNaN(share)) return [Number.NaN, Number.NaN];
  const [low, high] = trials === Number.POSITIVE_INFINITY ? [share, share] : scoreInterval(share, trials, quantile);
  const [least] = range;
  // Rounding must not put the figure outside of its interval.
  return [Math.min(value, least + width * low), Math.max(value, least + width * high)];
}

/**
 * How many standard errors a figure is away from 0. Within bounds the standard error is that of a figure of 0, so that
 * the interval excludes 0 exactly if this number exceeds its quantile.
 */
export function errorsFromZero(value: number, spread: Spread, range: Range | null): number {
  if (value === 0) return 0;
  if (!range) return Math.abs(value) / Math.sqrt(spread.variance);
  const { share, trials, width } = asShare(value, spread, range);
  const zero = -range[0] / width;
  return Math.abs(share - zero) / Math.sqrt((zero * (1 - zero)) / trials);
}

/** A variance below this may come from rounding alone. */
const ROUNDING = 1e-16;

/**
 * A figure as a share of its range, and the number of independent trials whose share would have the same standard
 * error.
 */
function asShare(value: number, { variance, clusters }: Spread, [least, most]: Range) {
  const width = most - least;
  const share = Math.min(1, Math.max(0, (value - least) / width));
  const binomial = share * (1 - share);
  // Equal clusters do not prove that all others are equal: the variance is then that of half a cluster at the other
  // end, or of clusters that are each at one end, whichever is smaller.
  const alike = clusters === null ? 0 : Math.min(1 / (2 * clusters ** 2), binomial / clusters);
  const spread = variance / width ** 2;
  const found = spread > ROUNDING ? spread : alike;
  const trials = binomial > 0 && found > 0 ? binomial / found : (clusters ?? Number.POSITIVE_INFINITY);
  return { share, width, trials };
}
