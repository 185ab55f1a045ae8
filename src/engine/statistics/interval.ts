import type { Range } from "./range.ts";
import { Z95 } from "./student.ts";
import { scoreInterval } from "./wilson.ts";

/** How sure a figure is. */
export interface Spread {
  /** Square of its standard error. */
  variance: number;
  /** Standard errors that an interval reaches to either side: of Student's t, or of the normal distribution. */
  quantile?: number;
  /** Independent clusters behind it; null where the variance is all that is known. */
  clusters: number | null;
}

/**
 * The 95 % interval of a figure from its standard error: as many of them to either side as the quantile says, and inside
 * of a range Wilson's interval of a share that is as sure (the design-based form of Korn and Graubard 1998), which never
 * leaves the range and always holds the figure.
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
  // The figure itself, where rounding on the way would put it beside its interval.
  return [Math.min(value, least + width * low), Math.max(value, least + width * high)];
}

/**
 * How many standard errors a figure is from 0: within a range by the standard error that it would have at 0, so that the
 * interval leaves out 0 where this exceeds its quantile, and nowhere else.
 */
export function errorsFromZero(value: number, spread: Spread, range: Range | null): number {
  if (value === 0) return 0;
  if (!range) return Math.abs(value) / Math.sqrt(spread.variance);
  const { share, trials, width } = asShare(value, spread, range);
  const zero = -range[0] / width;
  return Math.abs(share - zero) / Math.sqrt((zero * (1 - zero)) / trials);
}

/** A variance that rounding alone may give. */
const ROUNDING = 1e-16;

/** A figure as a share of its range, and how many independent trials would give a share as sure. */
function asShare(value: number, { variance, clusters }: Spread, [least, most]: Range) {
  const width = most - least;
  const share = Math.min(1, Math.max(0, (value - least) / width));
  const binomial = share * (1 - share);
  // Clusters that are all alike are no proof that every other is: then the variance is taken for that of half a cluster at
  // the other end, or of clusters that are each at one end or the other, whichever is smaller.
  const alike = clusters === null ? 0 : Math.min(1 / (2 * clusters ** 2), binomial / clusters);
  const spread = variance / width ** 2;
  const found = spread > ROUNDING ? spread : alike;
  const trials = binomial > 0 && found > 0 ? binomial / found : (clusters ?? Number.POSITIVE_INFINITY);
  return { share, width, trials };
}
