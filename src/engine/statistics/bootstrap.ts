import { quantile as interpolated } from "d3-array";
import { type Random, seededRandom } from "../random.ts";
import type { Estimate } from "./estimate.ts";
import { intervalOf } from "./interval.ts";
import type { Range } from "./range.ts";
import { once, type Statistic } from "./statistic.ts";

export interface BootstrapSettings {
  resamples: number;
  /** Figures of the same clusters with the same seed use the same resamples. */
  seed: number;
}

export const BOOTSTRAP: BootstrapSettings = { resamples: 1000, seed: 0 };

/** A figure and its values in resamples of its clusters. */
export interface Resampled {
  value: number;
  /**
   * The figure in each resample; null if the resample lacks records that the figure needs, such as all wrong responses.
   */
  figures: readonly (number | null)[];
  /** Number of clusters that resamples draw from. */
  clusters: number;
  /** Number of observations behind the figure. */
  count: number;
}

/**
 * A statistic of all records and of resamples of them. Records of one cluster (such as the responses to a problem) are
 * not independent, so whole clusters are drawn with replacement, as many as there are.
 * @param clusters the cluster of every record
 */
export function resample(
  statistic: Statistic,
  clusters: readonly string[],
  { resamples, seed }: BootstrapSettings = BOOTSTRAP,
): Resampled {
  const numbers = new Map([...new Set(clusters)].map((cluster, i) => [cluster, i]));
  const clusterOf = clusters.map((cluster) => numbers.get(cluster) as number);
  const random = seededRandom(seed);
  const counts = new Float64Array(clusters.length);
  const figures = Array.from({ length: resamples }, () => {
    const drawn = draws(numbers.size, random);
    for (let record = 0; record < counts.length; record++)
      counts[record] = drawn[clusterOf[record] as number] as number;
    const figure = statistic(counts);
    return Number.isNaN(figure) ? null : figure;
  });
  const value = statistic(once(clusters.length));
  return { value, figures, clusters: numbers.size, count: clusters.length };
}

/**
 * A statistic with its 95 % bootstrap interval over clusters, which always contains the statistic.
 * @param range bounds of the statistic's values; null if there are none
 */
export function bootstrap(
  statistic: Statistic,
  clusters: readonly string[],
  range: Range | null,
  settings: BootstrapSettings = BOOTSTRAP,
): Estimate {
  return overClusters(resample(statistic, clusters, settings), range);
}

/**
 * The interval of a resampled figure. With bounds: Wilson's interval with the variance of the resamples. Without: the
 * 2.5 and 97.5 % quantiles of the resamples, which follow a skewed figure. NaN for a single cluster, which tells
 * nothing about others.
 */
export function overClusters({ value, figures, clusters, count }: Resampled, range: Range | null): Estimate {
  const found = figures.filter((figure) => figure !== null);
  if (Number.isNaN(value) || found.length === 0 || (clusters < 2 && !range)) {
    return { value, low: Number.NaN, high: Number.NaN, count };
  }
  if (range) {
    const [low, high] = intervalOf(value, { variance: varianceOf(found), clusters }, range);
    return { value, low, high, count };
  }
  // In resamples some figures are larger, so the figure itself could lie outside of their quantiles.
  const [low, high] = [quantile(found, 0.025), quantile(found, 0.975)];
  return { value, low: Math.min(value, low), high: Math.max(value, high), count };
}

/** Mean squared distance to the mean; 0 for an empty list. */
export function varianceOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
}

/** How often each of n records comes up in n draws with replacement. */
function draws(n: number, random: Random): Float64Array {
  const counts = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const drawn = Math.floor(random() * n);
    counts[drawn] = (counts[drawn] as number) + 1;
  }
  return counts;
}

/** The quantile, interpolated linearly between neighbours; NaN for an empty list. */
export function quantile(values: readonly number[], share: number): number {
  return interpolated(values, share) ?? Number.NaN;
}
