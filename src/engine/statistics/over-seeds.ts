import { deriveSeed, seededRandom } from "../random.ts";
import { type Resampled, varianceOf } from "./bootstrap.ts";
import type { Difference, Estimate } from "./estimate.ts";
import { errorsFromZero, intervalOf, type Spread } from "./interval.ts";
import type { Range } from "./range.ts";
import { quantile95, twoSided } from "./student.ts";

/**
 * The mean of one figure a seed, with its 95 % interval over seeds and problems: a hierarchical bootstrap. Resample i of
 * every seed is of the same problems where they were judged on the same ones, so a problem that is hard for all is drawn
 * for all. Of one seed, its interval over problems: other seeds may differ by more.
 * @param seeds equally many resamples each
 * @param range where the figure lies; null where it has no bounds
 */
export function overSeeds(seeds: readonly Resampled[], range: Range | null): Estimate {
  const value = meanValue(seeds);
  const spread = spreadOf(seeds);
  const [low, high] = spread ? intervalOf(value, spread, range) : [Number.NaN, Number.NaN];
  return { value, low, high, count: seeds.length };
}

/**
 * The mean over seeds of `a − b`, paired by seed and by problem, with its interval as above and the chance p to find as
 * large a one, either way, where there is none; p < 0.05 where the interval leaves out 0, and nowhere else.
 * @param range of the differences
 * @throws RangeError where the figures were not resampled alike
 */
export function differenceOverSeeds(a: readonly Resampled[], b: readonly Resampled[], range: Range | null): Difference {
  if (a.length !== b.length) throw new RangeError(`seeds are not paired: ${a.length} and ${b.length}`);
  return meanDifference(
    a.map((one, i) => differenceOf(one, b[i] as Resampled)),
    range,
  );
}

/** The same of differences that are figures already, one a seed. */
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
 * How sure the mean over seeds is. Every resample draws problems, for all seeds at once, and seeds. Seeds drawn as they are
 * would count the choice of their problems a second time and, being S, have only (S − 1)/S of their variance; so their
 * deviations are scaled to σ², the variance between seeds that problems do not explain (Carpenter, Goldstein and Rasbash
 * 2003). Degrees of freedom are Satterthwaite's, problems counting as many: S − 1 where seeds alone vary, more where
 * problems vary more. Null where one seed judged on one problem tells nothing.
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

/** σ²: the variance of the seeds' figures, less what the choice of problems alone makes them differ by; at least 0. */
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

/** By resample the figures of all seeds, where every seed has one. */
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
