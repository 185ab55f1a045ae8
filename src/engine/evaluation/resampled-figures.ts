import { BOOTSTRAP, type BootstrapSettings, type Resampled, resample } from "../statistics/bootstrap.ts";
import { contendersOf } from "./contenders.ts";
import type { EvaluationInput } from "./evaluate.ts";
import { metricGroups } from "./metrics/groups.ts";
import { problemsOf } from "./metrics/measurement.ts";
import type { Judge } from "./report.ts";

/** What one judge reaches, by id of the metric; null where it has no figure. */
export interface ResampledJudge {
  judge: Judge;
  figures: Readonly<Record<string, Resampled | null>>;
}

/** What is worth resampling. */
export interface WantedFigures {
  /** Ids. */
  judges: readonly string[];
  /** Ids. */
  metrics: readonly string[];
}

/**
 * Figures with their resamples instead of intervals, of some judges of an evaluation: for whoever puts evaluations of the
 * same records together, as means over seeds or as differences, whose interval does not follow from theirs. Resample i is
 * of the same problems for every model.
 */
export function resampledFigures(
  input: Pick<EvaluationInput, "format" | "records" | "validation" | "models">,
  { judges, metrics }: WantedFigures,
  settings: BootstrapSettings = BOOTSTRAP,
): ResampledJudge[] {
  const groups = metricGroups(input);
  const contenders = contendersOf(input).filter(({ judge }) => judges.includes(judge.id));
  return contenders.map(({ judge, groups: own, view }) => {
    const figures: Record<string, Resampled | null> = Object.fromEntries(metrics.map((id) => [id, null]));
    for (const { group, metrics: columns, measure } of groups) {
      const wanted = columns.filter(({ id }) => metrics.includes(id));
      if ("missing" in view || !own.includes(group) || wanted.length === 0) continue;
      const measurements = measure(judge, view);
      for (const metric of wanted) {
        const measured = measurements[metric.id];
        if (!measured || "missing" in measured) continue;
        const figure = resample(measured.statistic, problemsOf(measured, metric, input.records), settings);
        figures[metric.id] = Number.isNaN(figure.value) ? null : figure;
      }
    }
    return { judge, figures };
  });
}
