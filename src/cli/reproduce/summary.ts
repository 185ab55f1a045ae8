import { overClusters } from "../../engine/statistics/bootstrap.ts";
import type { Difference, Estimate } from "../../engine/statistics/estimate.ts";
import { holm } from "../../engine/statistics/holm.ts";
import { differenceOverSeeds, overSeeds } from "../../engine/statistics/over-seeds.ts";
import { rangeOfDifferences } from "../../engine/statistics/range.ts";
import { byMetric, type ResampledFigures, type ResultMetric } from "./metrics.ts";
import { REFERENCE } from "./variants.ts";

/** Figures of a contender's model of one seed. */
export interface SeedFigures<Id extends string> {
  seed: number;
  figures: ResampledFigures<Id>;
}

/** A contender's figures over seeds and problems. */
export interface SummaryRow<Id extends string = string> {
  contender: string;
  mean: Record<Id, Estimate | null>;
  /** Paired difference to GRM; null for GRM itself, and if a figure is missing. */
  difference: Record<Id, ReadDifference | null>;
}

/** A difference that is read together with others. */
export interface ReadDifference extends Difference {
  /** p with Holm's correction for all differences of the table. */
  adjusted: number;
}

/** A baseline, or the best possible judge, to compare the contenders with. */
export interface BaselineRow<Id extends string = string> {
  name: string;
  mean: Record<Id, Estimate | null>;
}

/** The rows of a table, in the order of the contenders; their differences are corrected together. */
export function summarise<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  contenders: ReadonlyMap<string, readonly SeedFigures<Id>[]>,
): SummaryRow<Id>[] {
  const reference = contenders.get(REFERENCE) ?? [];
  const rows = [...contenders].map(([contender, own]) => {
    return {
      contender,
      mean: meansOf(metrics, own),
      difference: byMetric(metrics, ({ id, range }) => {
        return contender === REFERENCE ? null : contenderDifference(own, reference, { id, range });
      }),
    };
  });
  const differences = rows.flatMap(({ difference }) => Object.values<Difference | null>(difference));
  const read = readTogether(differences.filter((difference) => difference !== null));
  return rows.map((row) => ({
    ...row,
    difference: byMetric(metrics, ({ id }) => {
      const difference = row.difference[id];
      return difference && (read.get(difference) as ReadDifference);
    }),
  }));
}

/** Differences with their p-values corrected together by Holm's method. */
export function readTogether(differences: readonly Difference[]): Map<Difference, ReadDifference> {
  const adjusted = holm(differences.map(({ p }) => p));
  return new Map(differences.map((difference, i) => [difference, { ...difference, adjusted: adjusted[i] as number }]));
}

/** One contender's figure minus another's, paired by seed; null if either is missing. */
export function contenderDifference<Id extends string>(
  some: readonly SeedFigures<Id>[],
  others: readonly SeedFigures<Id>[],
  { id, range }: Pick<ResultMetric<Id>, "id" | "range">,
): Difference | null {
  const [own, against] = [figuresOf(some, id), figuresOf(others, id)];
  return own && against ? differenceOverSeeds(own, against, rangeOfDifferences(range)) : null;
}

/** Means over seeds and problems, by metric. */
export function meansOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  models: readonly SeedFigures<Id>[],
): Record<Id, Estimate | null> {
  return byMetric(metrics, ({ id, range }) => {
    const figures = figuresOf(models, id);
    return figures && overSeeds(figures, range);
  });
}

/** A row without seeds: intervals are over problems. */
export function baselineRow<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  name: string,
  figures: ResampledFigures<Id>,
): BaselineRow<Id> {
  return {
    name,
    mean: byMetric(metrics, ({ id, range }) => {
      const figure = figures[id];
      return figure && overClusters(figure, range);
    }),
  };
}

/** The figures by seed, in order; null if a seed has none. */
function figuresOf<Id extends string>(models: readonly SeedFigures<Id>[], id: Id) {
  const bySeed = models.toSorted((a, b) => a.seed - b.seed);
  const figures = bySeed.map((model) => model.figures[id]);
  return figures.every((figure) => figure !== null) && figures.length > 0 ? figures : null;
}
