import type { ProblemReport } from "../../engine/errors.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import type { RunHistory } from "../../engine/training/run-history.ts";
import type { Snapshot, StepMetrics } from "../../engine/training/trainer.ts";
import type { TrainingRun } from "../../engine/training/training-run.ts";
import type { RunPlan } from "./plan.ts";

/** A step's metrics, with held-out figures if a measurement followed. */
export type HistoryRow = StepMetrics & Partial<Record<"heldout/accuracy" | "heldout/margin", number>>;

/** The part of a run that was saved last. */
export interface KeptPart {
  /** null if nothing was saved: the run then starts anew and gives the same numbers. */
  snapshot: Snapshot | null;
  rows: HistoryRow[];
  history: RunHistory;
}

/** The end of a run, after its last step, after a stop, or as an early end of its host's. */
export interface RunOutcome {
  run: TrainingRun;
  history: RunHistory;
  /** Whether steps are left, so that the run can be resumed. */
  stopped: boolean;
  /** The last measurement on the held-out examples; null if none was made since the run was begun or resumed. */
  measured: PairAccuracy | null;
}

/** Keeps one run in its host's storage. */
export interface RunSaver {
  /**
   * Notes a step; the next `saveMetrics`, `save` or `finish` writes it.
   * @param measured the measurement that followed the step; null if none did
   */
  note(row: HistoryRow, measured: PairAccuracy | null): void;
  saveMetrics(step: number): Promise<void>;
  /** Writes a snapshot from which the run can continue. @returns whether it was written */
  save(run: TrainingRun, history: RunHistory, status: "running" | "paused"): Promise<boolean>;
  /** Writes the result of the run. @throws if there is no room; it can then be called again */
  finish(outcome: RunOutcome): Promise<void>;
  /** Marks a run as failed; its last good snapshot stays. */
  fail(error: ProblemReport, step: number): Promise<void>;
  /** Deletes a run that has not done a step. */
  discard(): Promise<void>;
  /** Marks a run as interrupted because its host stops; its last snapshot stays and can be resumed. */
  interrupt(): Promise<void>;
}

/** Decides when runs are saved. */
export interface SaveSchedule {
  /** What to save now. @param step number of steps done by the run that is furthest behind */
  due(step: number): "snapshot" | "metrics" | null;
  saved(what: "snapshot" | "metrics"): void;
}

/** Keeps the runs of a training. */
export interface Keeping {
  schedule: SaveSchedule;
  /**
   * Begins to keep a run, or takes up a kept run that is to continue.
   * @throws PlaygroundError if the run is being trained elsewhere, is gone, or was trained on other data or with other
   *   settings
   */
  begin(plan: RunPlan): Promise<{ saver: RunSaver; kept: KeptPart }>;
}
