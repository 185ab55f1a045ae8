import type { StepMetrics } from "../../../engine/training/trainer.ts";
import { alignedCurves, type StepCurve, smoothed } from "../../../ui/live-chart/align.ts";

/** A metric of several runs over a common axis of steps; null where a run has no value at a step. */
export interface MetricCurves {
  steps: number[];
  /** Values of each run, in the order of the runs: as measured, and smoothed. */
  raw: (number | null)[][];
  smooth: (number | null)[][];
}

/** @param smoothing share of the past in every value, 0…1 */
export function runCurves(runs: readonly (readonly StepMetrics[])[], metric: string, smoothing: number): MetricCurves {
  const measured = runs.map((rows) => curveOf(rows, metric));
  const [steps, ...columns] = alignedCurves([...measured, ...measured.map((curve) => smoothed(curve, smoothing))]);
  return { steps, raw: columns.slice(0, runs.length), smooth: columns.slice(runs.length) };
}

function curveOf(rows: readonly StepMetrics[], metric: string): StepCurve {
  // Only finite values can be drawn.
  const own = rows.filter((row) => Number.isFinite(row[metric]));
  return { steps: own.map(({ step }) => step), values: own.map((row) => row[metric] as number) };
}

// The metrics that people look at first.
const KNOWN = ["loss", "heldout/accuracy", "heldout/margin", "accuracy", "margin"];

/** The metrics that at least one run has. */
export function metricNames(runs: readonly (readonly StepMetrics[])[]): string[] {
  // A metric that is measured only from time to time is in some rows only.
  const names = new Set(runs.flatMap((rows) => rows.flatMap((row) => Object.keys(row))));
  names.delete("step");
  const rank = (name: string) => (KNOWN.includes(name) ? KNOWN.indexOf(name) : KNOWN.length);
  return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
