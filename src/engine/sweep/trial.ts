import { PlaygroundError, type ProblemReport } from "../errors.ts";
import type { PairProcessRewards } from "../training/evaluate-pairs.ts";
import type { Assignment } from "./space.ts";

/** Held-out figures of a run at one step, under their metrics' names. */
export interface Measurement {
  step: number;
  metrics: Readonly<Record<string, number>>;
}

/** How a run of a sweep ended. */
export interface TrialOutcome {
  /** `stopped`: it fell behind the median; its figures are those of an earlier step than the others'. */
  status: "finished" | "stopped" | "failed";
  /** Steps done. */
  step: number;
  seconds: number;
  /** Metrics of the last step, and held-out figures of the last measurement. */
  metrics: Readonly<Record<string, number>>;
  measurements: readonly Measurement[];
  /** Rewards of the pinned pair at the last measurement; null without one. */
  pinned: PairProcessRewards | null;
  error: ProblemReport | null;
}

/** A run of a sweep that has ended. */
export interface Trial extends TrialOutcome {
  /** Place among the sweep's configurations; −1 is the base as it is. */
  configuration: number;
  seed: number;
  values: Assignment;
}

/** The outcome of a trial that came to nothing. */
export function failedOutcome(error: ProblemReport, step = 0, seconds = 0): TrialOutcome {
  return { status: "failed", step, seconds, metrics: {}, measurements: [], pinned: null, error };
}

/** What a trial failed of, as its record keeps it. */
export function failureOf(error: unknown): ProblemReport {
  if (error instanceof PlaygroundError) return error.report;
  return { what: error instanceof Error ? error.message : String(error), where: "trial" };
}

/** Names a trial within its sweep. */
export function trialKey({ configuration, seed }: { configuration: number; seed: number }): string {
  return `${configuration}/${seed}`;
}

/** By configuration, then by seed. */
export function byPlace(a: Trial, b: Trial): number {
  return a.configuration - b.configuration || a.seed - b.seed;
}
