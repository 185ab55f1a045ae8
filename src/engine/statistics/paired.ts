import { varianceOf } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import { intervalOf } from "./interval.ts";
import type { Range } from "./range.ts";
import { quantile95 } from "./student.ts";

/**
 * Mean of a few independent figures, such as one per seed, with Student's 95 % interval, in Wilson's form within
 * bounds; NaN bounds for fewer than two figures. The uncertainty of each figure is ignored; `overSeeds` includes it.
 */
export function meanOf(values: readonly number[], range: Range | null): Estimate {
  const count = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / count;
  if (count < 2) return { value, low: Number.NaN, high: Number.NaN, count };
  const spread = { variance: varianceOf(values) / (count - 1), quantile: quantile95(count - 1), clusters: null };
  const [low, high] = intervalOf(value, spread, range);
  return { value, low, high, count };
}

/**
 * Mean of `a_i − b_i`, paired by seed i: what affects both figures of a seed cancels.
 * @param range bounds of the differences
 * @throws RangeError if the two lists have different lengths
 */
export function pairedDifference(a: readonly number[], b: readonly number[], range: Range | null): Estimate {
  if (a.length !== b.length) throw new RangeError(`pairs are not complete: ${a.length} and ${b.length}`);
  return meanOf(
    a.map((x, i) => x - (b[i] as number)),
    range,
  );
}
