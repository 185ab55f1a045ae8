import type { ProblemReport } from "../../engine/errors.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import type { RunHistory } from "../../engine/training/run-history.ts";
import type { Snapshot, StepMetrics } from "../../engine/training/trainer.ts";
import type { TrainingRun } from "../../engine/training/training-run.ts";
import type { RunPlan } from "./plan.ts";

/** A step's metrics; where a measurement followed, its held-out figures as well. */
export type HistoryRow = StepMetrics & Partial<Record<"heldout/accuracy" | "heldout/margin", number>>;

/** What a run left behind when it was last saved. */
export interface KeptPart {
  /** null where it was not saved yet: the run begins again, and the same numbers come out. */
  snapshot: Snapshot | null;
  rows: HistoryRow[];
  history: RunHistory;
}

/** What has become of a run that has done its steps, or was stopped before. */
export interface RunOutcome {
  run: TrainingRun;
  history: RunHistory;
  /** Steps are left: it may go on from here. */
  stopped: boolean;
  /** The last measurement on the held-out examples; null where nothing was measured since the run was begun or resumed. */
  measured: PairAccuracy | null;
}

/** Keeps one run where its host keeps things. */
export interface RunKeeper {
  /** Notes a step; written by the next `saveMetrics`, `save` or `finish`. */
  note(row: HistoryRow): void;
  saveMetrics(step: number): Promise<void>;
  /** Writes what going on from here needs. @returns whether that is kept now */
  save(run: TrainingRun, history: RunHistory, status: "running" | "paused"): Promise<boolean>;
  /** Writes what has become of the run. @throws where there is no room: it can be tried again */
  finish(outcome: RunOutcome): Promise<void>;
  /** A run that cannot go on: its last good snapshot stays. */
  fail(error: ProblemReport, step: number): Promise<void>;
  /** A run that never did a step leaves nothing behind. */
  discard(): Promise<void>;
  /** The host has to stop in the middle: what was saved last stays, and can be resumed. */
  interrupt(): Promise<void>;
}

/** When runs have something to be kept. */
export interface SaveSchedule {
  /** @param step steps done by the run that is furthest behind */
  due(step: number): "snapshot" | "metrics" | null;
  saved(what: "snapshot" | "metrics"): void;
}

/** Where the runs of a training are kept. */
export interface Keeping {
  schedule: SaveSchedule;
  /**
   * Begins to keep a run, or takes one up that is to go on.
   * @throws PlaygroundError where it is being trained elsewhere, is gone, or was trained on other data or settings
   */
  begin(plan: RunPlan): Promise<{ keeper: RunKeeper; kept: KeptPart }>;
}
