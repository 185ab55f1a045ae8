import { quantile } from "../statistics/bootstrap.ts";
import type { SweepObjective } from "./plan.ts";
import type { Measurement, Trial } from "./trial.ts";

/** What a trial must not fall behind from some step on. */
export interface Mark {
  step: number;
  value: number;
}

/** The median of some finished trials' objective at every step one of them was measured at; empty where none was. */
export function medianCurve(trials: readonly Trial[], { metric }: SweepObjective): Mark[] {
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

/** Whether a measurement is worse than the last mark before it. */
export function fallsBehind(
  { step, metrics }: Measurement,
  marks: readonly Mark[],
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
