import type { Estimate } from "../../engine/statistics/estimate.ts";
import { meanOf, pairedDifference } from "../../engine/statistics/paired.ts";
import type { Figures, ResultMetric } from "./metrics.ts";
import { REFERENCE } from "./plan.ts";

/** Figures of one model of a contender. */
export interface SeedFigures<Id extends string> {
  seed: number;
  figures: Figures<Id>;
}

/** A contender over the seeds. */
export interface SummaryRow<Id extends string = string> {
  contender: string;
  mean: Record<Id, Estimate | null>;
  /** Paired difference to GRM; null for GRM itself and where a figure is missing. */
  difference: Record<Id, Estimate | null>;
}

/** Rows in the order of the contenders. */
export function summarise<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  contenders: ReadonlyMap<string, readonly SeedFigures<Id>[]>,
): SummaryRow<Id>[] {
  const bySeed = (name: string) => [...(contenders.get(name) ?? [])].sort((a, b) => a.seed - b.seed);
  const reference = bySeed(REFERENCE);
  return [...contenders.keys()].map((contender) => {
    const own = bySeed(contender);
    return {
      contender,
      mean: byMetric(metrics, (id) => {
        const values = valuesOf(own, id);
        return values && meanOf(values);
      }),
      difference: byMetric(metrics, (id) => {
        const [values, base] = [valuesOf(own, id), valuesOf(reference, id)];
        return contender !== REFERENCE && values && base ? pairedDifference(values, base) : null;
      }),
    };
  });
}

/** One a seed; null where a seed has none. */
function valuesOf<Id extends string>(models: readonly SeedFigures<Id>[], id: Id): number[] | null {
  const values = models.map(({ figures }) => figures[id]);
  return values.every((value) => value !== null) ? values : null;
}

function byMetric<Id extends string, T>(metrics: readonly ResultMetric<Id>[], of: (id: Id) => T): Record<Id, T> {
  return Object.fromEntries(metrics.map(({ id }) => [id, of(id)])) as Record<Id, T>;
}
