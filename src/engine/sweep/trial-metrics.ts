import { msg } from "../../i18n/msg.ts";
import { PlaygroundError } from "../errors.ts";
import type { PairAccuracy } from "../training/evaluate-pairs.ts";
import type { StepMetrics } from "../training/trainer.ts";
import type { SweepObjective } from "./plan.ts";
import type { TrialMeasurement } from "./trial.ts";

/** Held-out figures that every run has, and the direction in which each is better. */
export const HELD_OUT_METRICS = {
  "heldout/accuracy": msg("maximise"),
  "heldout/margin": msg("maximise"),
  "heldout/loss": msg("minimise"),
} as const satisfies Record<string, SweepObjective["goal"]>;

/** The figures of a measurement at a step, under the names of `HELD_OUT_METRICS`. */
export function measurementOf(step: number, { accuracy, margin, loss }: PairAccuracy): TrialMeasurement {
  return { step, metrics: { "heldout/accuracy": accuracy, "heldout/margin": margin, "heldout/loss": loss } };
}

/**
 * Metrics of the last step and held-out figures of the last measurement.
 * @throws PlaygroundError if the objective is not among them
 */
export function trialMetrics(
  last: StepMetrics,
  measurements: readonly TrialMeasurement[],
  { metric }: SweepObjective,
): Record<string, number> {
  // Speed depends on the machine, not on the configuration.
  const { tokens_per_second: _, step: __, ...metrics } = { ...last, ...measurements.at(-1)?.metrics };
  if (metrics[metric] === undefined) throw neverAppeared(metric, metrics);
  return metrics;
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
