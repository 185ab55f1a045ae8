import { overClusters } from "../../engine/statistics/bootstrap.ts";
import type { Difference, Estimate } from "../../engine/statistics/estimate.ts";
import { holm } from "../../engine/statistics/holm.ts";
import { differenceOverSeeds, overSeeds } from "../../engine/statistics/over-seeds.ts";
import { rangeOfDifferences } from "../../engine/statistics/range.ts";
import { byMetric, type Figures, type ResultMetric } from "./metrics.ts";
import { REFERENCE } from "./plan.ts";

/** Figures of one model of a contender. */
export interface SeedFigures<Id extends string> {
  seed: number;
  figures: Figures<Id>;
}

/** A contender over seeds and problems. */
export interface SummaryRow<Id extends string = string> {
  contender: string;
  mean: Record<Id, Estimate | null>;
  /** Paired difference to GRM; null for GRM itself and where a figure is missing. */
  difference: Record<Id, ReadDifference | null>;
}

/** A difference that is read among others. */
export interface ReadDifference extends Difference {
  /** p by Holm's correction for all differences of its table. */
  adjusted: number;
}

/** Something dull to hold the contenders against, or the best there can be. */
export interface BaselineRow<Id extends string = string> {
  name: string;
  mean: Record<Id, Estimate | null>;
}

/** Rows in the order of the contenders: one table, whose differences are corrected together. */
export function summarise<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  contenders: ReadonlyMap<string, readonly SeedFigures<Id>[]>,
): SummaryRow<Id>[] {
  const bySeed = (name: string) => [...(contenders.get(name) ?? [])].sort((a, b) => a.seed - b.seed);
  const reference = bySeed(REFERENCE);
  const rows = [...contenders.keys()].map((contender) => {
    const own = bySeed(contender);
    return {
      contender,
      mean: meansOf(metrics, own),
      difference: byMetric(metrics, ({ id, range }) => {
        const [figures, base] = [figuresOf(own, id), figuresOf(reference, id)];
        const compared = contender !== REFERENCE && figures && base;
        return compared ? differenceOverSeeds(figures, base, rangeOfDifferences(range)) : null;
      }),
    };
  });
  const differences = rows.flatMap(({ difference }) => Object.values<Difference | null>(difference));
  const found = differences.filter((difference) => difference !== null);
  const adjusted = holm(found.map(({ p }) => p));
  const adjustedOf = new Map(found.map((difference, i) => [difference, adjusted[i] as number]));
  return rows.map((row) => ({
    ...row,
    difference: byMetric(metrics, ({ id }) => {
      const difference = row.difference[id];
      return difference && { ...difference, adjusted: adjustedOf.get(difference) as number };
    }),
  }));
}

/** Over seeds and problems, by metric. */
export function meansOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  models: readonly SeedFigures<Id>[],
): Record<Id, Estimate | null> {
  return byMetric(metrics, ({ id, range }) => {
    const figures = figuresOf(models, id);
    return figures && overSeeds(figures, range);
  });
}

/** What has no seeds: intervals over problems. */
export function baselineRow<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  name: string,
  figures: Figures<Id>,
): BaselineRow<Id> {
  return {
    name,
    mean: byMetric(metrics, ({ id, range }) => {
      const figure = figures[id];
      return figure && overClusters(figure, range);
    }),
  };
}

/** One a seed; null where a seed has none. */
function figuresOf<Id extends string>(models: readonly SeedFigures<Id>[], id: Id) {
  const figures = models.map((model) => model.figures[id]);
  return figures.every((figure) => figure !== null) && figures.length > 0 ? figures : null;
}
