import { deriveSeed, seededRandom } from "../random.ts";
import { type Resampled, varianceOf } from "./bootstrap.ts";
import type { Difference, Estimate } from "./estimate.ts";
import { errorsFromZero, intervalOf, type Spread } from "./interval.ts";
import type { Range } from "./range.ts";
import { quantile95, twoSided } from "./student.ts";

/**
 * The mean of one figure per seed, with its 95 % interval over seeds and problems from a hierarchical bootstrap. If
 * seeds were judged on the same problems, resample i draws the same problems for every seed, so a problem that is hard
 * for all seeds is drawn for all. For a single seed the interval is over problems only; other seeds may differ by more.
 * @param seeds figures with equally many resamples
 * @param range bounds of the figure; null if there are none
 */
export function overSeeds(seeds: readonly Resampled[], range: Range | null): Estimate {
  const value = meanValue(seeds);
  const spread = spreadOf(seeds);
  const [low, high] = spread ? intervalOf(value, spread, range) : [Number.NaN, Number.NaN];
  return { value, low, high, count: seeds.length };
}

/**
 * The mean over seeds of `a − b`, paired by seed and by problem, with the interval of `overSeeds` and the p-value. p <
 * 0.05 exactly if the interval excludes 0.
 * @param range bounds of the differences
 * @throws RangeError if the figures were not resampled alike
 */
export function differenceOverSeeds(a: readonly Resampled[], b: readonly Resampled[], range: Range | null): Difference {
  if (a.length !== b.length) throw new RangeError(`seeds are not paired: ${a.length} and ${b.length}`);
  return meanDifference(
    a.map((one, i) => differenceOf(one, b[i] as Resampled)),
    range,
  );
}

/** The mean over seeds of differences that are already computed, one per seed, with interval and p-value. */
export function meanDifference(differences: readonly Resampled[], range: Range | null): Difference {
  const estimate = overSeeds(differences, range);
  const spread = spreadOf(differences);
  const p = spread ? twoSided(errorsFromZero(estimate.value, spread, range), spread.freedom) : Number.NaN;
  return { ...estimate, p };
}

function differenceOf(a: Resampled, b: Resampled): Resampled {
  if (a.clusters !== b.clusters || a.figures.length !== b.figures.length) {
    throw new RangeError(
      `figures were not resampled alike: ${a.figures.length} times of ${a.clusters} problems, and ${b.figures.length} times of ${b.clusters}`,
    );
  }
  const figures = a.figures.map((x, i) => {
    const y = b.figures[i];
    return typeof x === "number" && typeof y === "number" ? x - y : null;
  });
  return { ...a, value: a.value - b.value, figures };
}

/**
 * The uncertainty of the mean over seeds. Every resample draws problems, shared by all seeds, and seeds. Seeds drawn as
 * they are would count the choice of their problems twice and, being S, would have only (S − 1)/S of their variance; so
 * their deviations are scaled to σ², the variance between seeds that problems do not explain (Carpenter, Goldstein and
 * Rasbash 2003). Degrees of freedom are Satterthwaite's with infinitely many for problems: S − 1 if only seeds vary,
 * more if problems vary more. Null if there is one seed judged on one problem, which tells nothing.
 */
function spreadOf(seeds: readonly Resampled[]): (Spread & { freedom: number }) | null {
  const clusters = Math.max(...seeds.map((seed) => seed.clusters));
  const resamples = completeResamples(seeds);
  if (resamples.length === 0 || (clusters < 2 && seeds.length < 2)) return null;
  const means = resamples.map(mean);
  const between = betweenSeeds(seeds, resamples, means);
  const center = meanValue(seeds);
  const deviations = seeds.map(({ value }) => value - center);
  const found = varianceOf(deviations);
  const scale = found > 0 ? Math.sqrt(between / found) : 0;
  const random = seededRandom(deriveSeed(0, "seeds"));
  const figures = means.map((figure) => {
    const drawn = seeds.map(() => deviations[Math.floor(random() * seeds.length)] as number);
    return figure + scale * mean(drawn);
  });
  const variance = varianceOf(figures);
  const ofSeeds = found / (seeds.length - 1);
  const freedom = ofSeeds > 0 ? (seeds.length - 1) * Math.max(1, variance / ofSeeds) ** 2 : Number.POSITIVE_INFINITY;
  return { variance, quantile: quantile95(freedom), clusters, freedom };
}

/** σ²: the variance of the seeds' figures minus the part that the choice of problems explains; at least 0. */
function betweenSeeds(
  seeds: readonly Resampled[],
  resamples: readonly (readonly number[])[],
  means: readonly number[],
): number {
  if (seeds.length < 2) return 0;
  const unbiased = seeds.length / (seeds.length - 1);
  const ofProblems = mean(
    seeds.map((_, seed) => varianceOf(resamples.map((figures, i) => (figures[seed] as number) - (means[i] as number)))),
  );
  return Math.max(0, unbiased * (varianceOf(seeds.map(({ value }) => value)) - ofProblems));
}

/** For each resample the figures of all seeds, if every seed has one. */
function completeResamples(seeds: readonly Resampled[]): number[][] {
  const [first] = seeds as [Resampled];
  return first.figures
    .map((_, i) => seeds.map(({ figures }) => figures[i]))
    .filter((figures): figures is number[] => figures.every((figure) => typeof figure === "number"));
}

function meanValue(seeds: readonly Resampled[]): number {
  return mean(seeds.map(({ value }) => value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
