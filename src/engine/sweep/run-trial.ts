import { msg } from "../../i18n/msg.ts";
import { PlaygroundError } from "../errors.ts";
import type { PairAccuracy } from "../training/evaluate-pairs.ts";
import type { RewardRun } from "../training/reward-run.ts";
import type { StepMetrics } from "../training/trainer.ts";
import { rounded } from "./pinned.ts";
import type { SweepObjective } from "./plan.ts";
import { fallsBehind, type Mark } from "./stopping.ts";
import type { Measurement, TrialOutcome } from "./trial.ts";

/** Held-out figures that every run has, and the direction in which each is better. */
export const HELD_OUT_METRICS = {
  "heldout/accuracy": msg("maximise"),
  "heldout/margin": msg("maximise"),
  "heldout/loss": msg("minimise"),
} as const satisfies Record<string, SweepObjective["goal"]>;

export interface TrialWatch {
  objective: SweepObjective;
  /** Marks that the trial must not fall behind; an empty list never stops it early. */
  marks: readonly Mark[];
  /** Called and awaited after every step. */
  onStep(step: number, measured: Measurement | null): void | Promise<void>;
}

/**
 * Trains a run to its end, or until it falls behind a mark.
 * @throws PlaygroundError if it diverges, or if the objective is not among its metrics
 */
export async function runTrial(run: RewardRun, { objective, marks, onStep }: TrialWatch): Promise<TrialOutcome> {
  const started = performance.now();
  const measurements: Measurement[] = [];
  let last: StepMetrics | null = null;
  let pinned: TrialOutcome["pinned"] = null;
  let behind = false;
  while (!run.done && !behind) {
    const { metrics, measured: evaluated } = await run.advanceMeasured();
    last = metrics;
    const measured = evaluated && measurementOf(run.step, evaluated);
    if (measured) measurements.push(measured);
    if (evaluated) pinned = rounded(evaluated.first);
    behind = measured !== null && !run.done && fallsBehind(measured, marks, objective);
    await onStep(run.step, measured);
  }
  return {
    status: behind ? "stopped" : "finished",
    step: run.step,
    seconds: (performance.now() - started) / 1000,
    metrics: trialMetrics(last as StepMetrics, measurements, objective),
    measurements,
    pinned,
    error: null,
  };
}

/**
 * Metrics of the last step and held-out figures of the last measurement.
 * @throws PlaygroundError if the objective is not among them
 */
export function trialMetrics(
  last: StepMetrics,
  measurements: readonly Measurement[],
  { metric }: SweepObjective,
): Record<string, number> {
  // Speed depends on the machine, not on the configuration.
  const { tokens_per_second: _, step: __, ...metrics } = { ...last, ...measurements.at(-1)?.metrics };
  if (metrics[metric] === undefined) throw neverAppeared(metric, metrics);
  return metrics;
}

export function measurementOf(step: number, { accuracy, margin, loss }: PairAccuracy): Measurement {
  return { step, metrics: { "heldout/accuracy": accuracy, "heldout/margin": margin, "heldout/loss": loss } };
}

function neverAppeared(metric: string, metrics: Readonly<Record<string, number>>): PlaygroundError {
  return new PlaygroundError({
    what: "The objective never appeared among the run's metrics",
    where: "objective",
    expected: `one of ${Object.keys(metrics).sort().join(", ")}`,
    found: metric,
    fix: "Name another metric; held-out figures need held-out pairs.",
  });
}
