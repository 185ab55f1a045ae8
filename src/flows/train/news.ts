import type { ProblemReport } from "../../engine/errors.ts";
import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import type { HeldOutEvaluation, RunHistory, SignalRecording } from "../../engine/training/run-history.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import type { StageProgress } from "../stage-reporter.ts";
import type { HistoryRow } from "./keeping.ts";
import type { WorkerSplit } from "./workers/split.ts";

/** What a training reports to its host. `run` is the id of a run in the plan. */
export type TrainingNews =
  /** How a run computes its steps, and the memory that takes. */
  | { type: "planned"; run: string; memory: TrainingMemory }
  /** Progress before the first step: a generator is adapted, generation probabilities are computed. */
  | ({ type: "preparing" } & StageProgress<PreparationStage>)
  /** A step of a generator's adaptation was made. */
  | { type: "adapted"; metrics: StepMetrics }
  /** How many workers compute the runs at the same time; 0: they take turns in one thread. */
  | { type: "arranged"; workers: number }
  /** Over how many workers the steps of a run alone are split, and why. */
  | ({ type: "split"; run: string } & WorkerSplit)
  /** A run begins; a resumed run comes with its past rows and history. */
  | { type: "begun"; run: string; step: number; rows: readonly HistoryRow[]; history: RunHistory }
  /** A run has made a step; `evaluation` if a measurement followed. */
  | { type: "stepped"; run: string; row: HistoryRow; evaluation: HeldOutEvaluation | null }
  /** The training signals of the followed pairs at a step. */
  | { type: "recorded"; run: string; recordings: readonly SignalRecording[] }
  /** Seconds until all runs are done; null while they cannot be estimated. */
  | { type: "paced"; secondsLeft: number | null }
  /** No further news comes for now: all that was reported may be shown. */
  | { type: "resting" }
  /** The run was saved at this step and can continue from it. */
  | { type: "kept"; run: string; step: number }
  /** A run that cannot continue; the other runs continue. */
  | { type: "halted"; run: string; report: ProblemReport }
  /** A finished run that cannot be kept; the training waits, and tries again when it is resumed. */
  | { type: "unsaved"; run: string; report: ProblemReport }
  /** A problem that does not stop the training. */
  | { type: "warning"; report: ProblemReport };
