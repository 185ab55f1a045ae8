import { msg } from "../../i18n/msg.ts";
import { PlaygroundError } from "../errors.ts";
import { EventLoopPause } from "../policy/event-loop.ts";
import type { ProcessRewards } from "../reward/judge.ts";
import { BOOTSTRAP, type BootstrapSettings, bootstrap } from "../statistics/bootstrap.ts";
import { contendersOf } from "./contenders.ts";
import type { EvaluationInput } from "./evaluation-input.ts";
import { valueKindOf } from "./known-value.ts";
import { metricGroups } from "./metrics/groups.ts";
import { type MeasuredUnits, type Missing, problemsOf } from "./metrics/measurement.ts";
import { pairFigures } from "./metrics/pairs.ts";
import { processFigures } from "./metrics/process.ts";
import { valuePoints } from "./metrics/values.ts";
import type { Cell, Evaluation, EvaluationReport, JudgeFigures, Metric } from "./report.ts";
import type { JudgedTrajectory, LabelledRecords } from "./trajectory.ts";

export interface EvaluationOptions {
  bootstrap?: BootstrapSettings;
  /** Called with the number of judges done and their total. */
  onProgress?: ((done: number, of: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Measures reward models and baselines against the truth. @throws signal.reason when aborted */
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
    const silent = "missing" in view;
    for (const { group, metrics: columns, measure } of groups) {
      const measurements = own.includes(group) && !silent ? measure(judge, view) : {};
      const silence = own.includes(group) && silent ? view : NOTHING_TO_SAY;
      for (const metric of columns) {
        signal?.throwIfAborted();
        row[metric.id] = cellOf(measurements[metric.id] ?? silence, metric, records, settings);
        await pause.ifDue();
      }
    }
    cells[judge.id] = row;
    figures[judge.id] = {
      pairs: !silent && own.includes("pairs") ? pairFigures(view, settings) : null,
      process: !silent && own.includes("process") ? processFigures(view) : null,
      values: !silent && judge.kind === "model" ? valuePoints(view.records) : null,
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
      values: valueKindOf(records.trajectories),
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

const NOTHING_TO_SAY: Missing = { missing: msg("This judge has nothing to say here.") };
const NO_FIGURE: Missing = { missing: msg("The records do not give this figure.") };

function cellOf(
  measured: MeasuredUnits | Missing,
  metric: Metric,
  records: LabelledRecords,
  settings: BootstrapSettings,
): Cell {
  if ("missing" in measured) return measured;
  const { statistic, units, loss } = measured;
  const estimate = bootstrap(statistic, problemsOf(measured, metric, records), metric.range, settings);
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
