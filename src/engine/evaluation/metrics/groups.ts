import type { EvaluationInput } from "../evaluation-input.ts";
import { valueKindOf } from "../known-value.ts";
import type { Metric, MetricGroup, ReportedJudge } from "../report.ts";
import { benchmarkOf } from "../rewardbench/benchmark.ts";
import { measureRewardBench, rewardBenchMetrics } from "../rewardbench/metrics.ts";
import type { LabelledTrajectory } from "../trajectory.ts";
import type { JudgeView, Measurements } from "./measurement.ts";
import { measureMechanism, measureTrueMechanism, mechanismMetrics } from "./mechanism.ts";
import { measureMistakes, mistakeMetrics, mistakesIn } from "./mistakes.ts";
import { measurePairs, pairMetrics } from "./pairs.ts";
import { measureProcess, processMetrics } from "./process.ts";
import { measureNoiseCeiling, valueMeasurements, valueMetrics } from "./values.ts";

/** Metrics that are measured together. */
export interface GroupOfMetrics {
  group: MetricGroup;
  metrics: readonly Metric[];
  measure(judge: ReportedJudge, view: JudgeView): Measurements;
}

/** The groups of metrics that the records have data for. */
export function metricGroups({
  format,
  records: { trajectories, comparisons },
}: Pick<EvaluationInput, "format" | "records">): GroupOfMetrics[] {
  const benchmark = benchmarkOf(format);
  const known = valueKindOf(trajectories);
  const mistakes = mistakesIn({ trajectories, comparisons });
  const some = (test: (trajectory: LabelledTrajectory) => boolean) => trajectories.some(test);
  const groups: (GroupOfMetrics | false | null)[] = [
    benchmark && {
      group: "rewardbench",
      metrics: rewardBenchMetrics(benchmark),
      measure: (_, view) => measureRewardBench(benchmark, view),
    },
    comparisons.some(({ chosen, rejected }) => chosen.length === 1 && rejected.length === 1) && {
      group: "pairs",
      metrics: pairMetrics,
      measure: (_, view) => measurePairs(view),
    },
    some(({ stepEnds, firstWrongStep }) => stepEnds.length > 0 && firstWrongStep !== null) && {
      group: "process",
      metrics: processMetrics,
      measure: (_, view) => measureProcess(view),
    },
    mistakes.length > 0 && {
      group: "mistakes",
      metrics: mistakeMetrics(mistakes),
      measure: (_, view) => measureMistakes(view, mistakes),
    },
    known && {
      group: "values",
      metrics: valueMetrics(known),
      measure: ({ kind }, view) => (kind === "truth" ? measureNoiseCeiling(view.records) : valueMeasurements(view)),
    },
    some(({ q }) => q !== null) && {
      group: "mechanism",
      metrics: mechanismMetrics,
      measure: ({ kind }, view) => (kind === "truth" ? measureTrueMechanism(view.records) : measureMechanism(view)),
    },
  ];
  return groups.filter((group): group is GroupOfMetrics => Boolean(group));
}
