import type { LeftOut } from "../data/left-out.ts";
import type { ShapeId } from "../data/shapes/index.ts";
import { PlaygroundError } from "../errors.ts";
import { EventLoopPause } from "../policy/event-loop.ts";
import type { ProcessRewards } from "../reward/reward-model.ts";
import { BOOTSTRAP, type BootstrapSettings, bootstrap } from "../statistics/bootstrap.ts";
import { contendersOf } from "./contenders.ts";
import type { JudgeView, Measured, Measurements, Missing } from "./metrics/measurement.ts";
import { measureMechanism, measureTrueMechanism, mechanismMetrics } from "./metrics/mechanism.ts";
import { measurePairs, pairFigures, pairMetrics } from "./metrics/pairs.ts";
import { measureProcess, processFigures, processMetrics } from "./metrics/process.ts";
import { measureNoiseCeiling, measureValues, valueMetrics, valuePoints } from "./metrics/values.ts";
import type { Cell, Evaluation, EvaluationReport, Judge, JudgeFigures, Metric, MetricGroup } from "./report.ts";
import { benchmarkOf } from "./rewardbench/benchmark.ts";
import { measureRewardBench, rewardBenchMetrics } from "./rewardbench/metrics.ts";
import type { JudgedTrajectory, LabelledRecords, LabelledTrajectory } from "./trajectory.ts";

/** A reward model with what it says of the records. */
export interface EvaluatedModel {
  id: string;
  name: string;
  /** By trajectory. */
  rewards: readonly ProcessRewards[];
  /** By trajectory of the validation records; null without such. */
  validation: readonly ProcessRewards[] | null;
}

export interface EvaluationInput {
  name: string;
  format: ShapeId;
  /** SHA-256 of the records. */
  hash: string;
  records: LabelledRecords;
  /** Where thresholds and calibration come from. */
  validation: { name: string; records: LabelledRecords } | null;
  models: readonly EvaluatedModel[];
  warnings: readonly string[];
  leftOut: LeftOut;
}

export interface EvaluationOptions {
  bootstrap?: BootstrapSettings;
  /** Called with the share of judges done. */
  onProgress?: ((done: number, of: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Holds reward models, and the dull baselines beside them, against the truth. @throws signal.reason when aborted */
export async function evaluate(
  input: EvaluationInput,
  { bootstrap: settings = BOOTSTRAP, onProgress, signal }: EvaluationOptions = {},
): Promise<Evaluation> {
  const { name, format, hash, records, validation, models, warnings, leftOut } = input;
  const groups = metricGroups(input);
  if (groups.length === 0) throw nothingToMeasure(name);
  const contenders = contendersOf(input);
  const metrics = groups.flatMap((group) => group.metrics);
  const cells: Record<string, Record<string, Cell>> = {};
  const figures: Record<string, JudgeFigures> = {};
  const pause = new EventLoopPause();
  for (const [done, { judge, groups: own, view }] of contenders.entries()) {
    const row: Record<string, Cell> = {};
    for (const { group, metrics: columns, measure } of groups) {
      const measurements = own.includes(group) ? measure(judge, view) : {};
      for (const metric of columns) {
        signal?.throwIfAborted();
        row[metric.id] = cellOf(measurements[metric.id] ?? NOTHING_TO_SAY, metric, records, settings);
        await pause.ifDue();
      }
    }
    cells[judge.id] = row;
    figures[judge.id] = {
      pairs: own.includes("pairs") ? pairFigures(view, settings) : null,
      process: own.includes("process") ? processFigures(view) : null,
      values: judge.kind === "model" ? valuePoints(view.records) : null,
    };
    onProgress?.(done + 1, contenders.length);
  }
  const report: EvaluationReport = {
    data: {
      name,
      format,
      hash,
      problems: new Set(records.trajectories.map(({ problem }) => problem)).size,
      trajectories: records.trajectories.length,
      comparisons: records.comparisons.length,
      validation: validation?.name ?? null,
    },
    warnings,
    leftOut,
    metrics,
    judges: contenders.map(({ judge }) => judge),
    cells,
    figures,
  };
  const trajectories = records.trajectories.map(
    (trajectory, i): JudgedTrajectory => ({
      ...trajectory,
      rewards: Object.fromEntries(models.map(({ id, rewards }) => [id, rewards[i] as ProcessRewards])),
    }),
  );
  return { report, trajectories, comparisons: records.comparisons };
}

const NOTHING_TO_SAY: Missing = { missing: "This judge has nothing to say here." };
const NO_FIGURE: Missing = { missing: "The records do not give this figure." };

/** Metrics that are measured together. */
interface GroupOfMetrics {
  group: MetricGroup;
  metrics: readonly Metric[];
  measure(judge: Judge, view: JudgeView): Measurements;
}

/** Those the records have anything for. */
function metricGroups({ format, records: { trajectories, comparisons } }: EvaluationInput): GroupOfMetrics[] {
  const benchmark = benchmarkOf(format);
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
    some(({ values }) => values.length > 0) && {
      group: "values",
      metrics: valueMetrics,
      measure: ({ kind }, view) => (kind === "truth" ? measureNoiseCeiling(view.records) : measureValues(view)),
    },
    some(({ q }) => q !== null) && {
      group: "mechanism",
      metrics: mechanismMetrics,
      measure: ({ kind }, view) => (kind === "truth" ? measureTrueMechanism(view.records) : measureMechanism(view)),
    },
  ];
  return groups.filter((group): group is GroupOfMetrics => Boolean(group));
}

function cellOf(
  measured: Measured | Missing,
  metric: Metric,
  { trajectories, comparisons }: LabelledRecords,
  settings: BootstrapSettings,
): Cell {
  if ("missing" in measured) return measured;
  const { statistic, units, loss } = measured;
  const all = metric.records === "comparison" ? comparisons : trajectories;
  const estimate = bootstrap(
    statistic,
    units.map((record) => all[record]?.problem as string),
    settings,
  );
  if (Number.isNaN(estimate.value)) return NO_FIGURE;
  const worst = [...new Set(units)].toSorted((a, b) => (loss.get(b) ?? 0) - (loss.get(a) ?? 0) || a - b);
  return { estimate, worst };
}

function nothingToMeasure(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "There is nothing in the file that rewards can be held against",
    where: name,
    expected: "pairs, steps that are known to be right or wrong, or measured values",
    found: "none of them",
    fix: "Give a file with preferences or labelled steps, or responses to problems of the embedded world.",
  });
}
