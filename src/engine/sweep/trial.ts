import { PlaygroundError, type ProblemReport } from "../errors.ts";
import type { PairProcessRewards } from "../training/evaluate-pairs.ts";
import type { Assignment } from "./space.ts";

/** Held-out figures of a run at one step, by metric name. */
export interface TrialMeasurement {
  step: number;
  metrics: Readonly<Record<string, number>>;
}

/** How a run of a sweep ended. */
export interface TrialOutcome {
  /**
   * `stopped`: the trial fell behind the median, so its figures belong to an earlier step than those of finished
   * trials.
   */
  status: "finished" | "stopped" | "failed";
  /** Number of training steps done. */
  step: number;
  seconds: number;
  /** Metrics of the last step, and held-out figures of the last measurement. */
  metrics: Readonly<Record<string, number>>;
  measurements: readonly TrialMeasurement[];
  /** Rewards of the pinned pair at the last measurement; null if there is no pinned pair. */
  pinned: PairProcessRewards | null;
  error: ProblemReport | null;
}

/** A run of a sweep that has ended. */
export interface Trial extends TrialOutcome {
  /** Index among the sweep's configurations; −1 is the unchanged base. */
  configuration: number;
  seed: number;
  values: Assignment;
}

/** The outcome of a trial that failed. */
export function failedOutcome(error: ProblemReport, step = 0, seconds = 0): TrialOutcome {
  return { status: "failed", step, seconds, metrics: {}, measurements: [], pinned: null, error };
}

/** The error that a failed trial's record keeps. */
export function failureOf(error: unknown): ProblemReport {
  if (error instanceof PlaygroundError) return error.report;
  return { what: error instanceof Error ? error.message : String(error), where: "trial" };
}

/** A key that identifies a trial within its sweep. */
export function trialKey({ configuration, seed }: { configuration: number; seed: number }): string {
  return `${configuration}/${seed}`;
}

/** Orders trials by configuration, then by seed. */
export function byPlace(a: Trial, b: Trial): number {
  return a.configuration - b.configuration || a.seed - b.seed;
}
