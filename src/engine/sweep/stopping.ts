import { quantile } from "../statistics/bootstrap.ts";
import type { SweepObjective } from "./plan.ts";
import type { Trial, TrialMeasurement } from "./trial.ts";

/** The objective's value at a step that a trial must not fall behind. */
export interface StoppingMark {
  step: number;
  value: number;
}

/**
 * The median objective of some finished trials at every step at which one of them was measured; empty if none was
 * measured.
 */
export function medianCurve(trials: readonly Trial[], { metric }: SweepObjective): StoppingMark[] {
  const steps = new Set(trials.flatMap(({ measurements }) => measurements.map(({ step }) => step)));
  return [...steps]
    .sort((a, b) => a - b)
    .map((step) => ({
      step,
      value: quantile(
        trials.flatMap((trial) => valueAt(trial, metric, step) ?? []),
        0.5,
      ),
    }))
    .filter(({ value }) => !Number.isNaN(value));
}

/** Whether a measurement is worse than the last mark at or before its step. */
export function fallsBehind(
  { step, metrics }: TrialMeasurement,
  marks: readonly StoppingMark[],
  { metric, goal }: SweepObjective,
): boolean {
  const mark = marks.findLast((candidate) => candidate.step <= step);
  const value = metrics[metric];
  if (!mark || value === undefined) return false;
  return goal === "maximise" ? value < mark.value : value > mark.value;
}

function valueAt({ measurements }: Trial, metric: string, step: number): number | undefined {
  return measurements.findLast((measurement) => measurement.step <= step)?.metrics[metric];
}
