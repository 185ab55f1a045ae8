import { BOOTSTRAP, type BootstrapSettings, type Resampled, resample } from "../statistics/bootstrap.ts";
import { contendersOf } from "./contenders.ts";
import type { EvaluationInput } from "./evaluation-input.ts";
import { metricGroups } from "./metrics/groups.ts";
import { problemsOf } from "./metrics/measurement.ts";
import type { ReportedJudge } from "./report.ts";

/** One judge's figures with their resamples by metric id; null if a figure is missing. */
export interface ResampledJudge {
  judge: ReportedJudge;
  figures: Readonly<Record<string, Resampled | null>>;
}

/** The judges and metrics whose figures are resampled. */
export interface WantedFigures {
  /** Judge ids. */
  judges: readonly string[];
  /** Metric ids. */
  metrics: readonly string[];
}

/**
 * Figures of some judges with resamples in place of intervals, for comparisons over evaluations of the same records:
 * the interval of a mean over seeds, or of a difference, does not follow from the single intervals. Resample i draws
 * the same problems for every judge.
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
