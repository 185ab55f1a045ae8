import type { ProblemReport } from "../../engine/errors.ts";
import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import type { Evaluation, RunHistory, SignalRecording } from "../../engine/training/run-history.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import type { StageProgress } from "../stage-teller.ts";
import type { HistoryRow } from "./keeping.ts";

/** What a training tells its host. `run` is the id of a run in the plan. */
export type TrainingNews =
  /** How a run computes its steps, and what that takes. */
  | { type: "planned"; run: string; memory: TrainingMemory }
  /** Before the first step: a generator is adapted, generation probabilities are computed. */
  | ({ type: "preparing" } & StageProgress<PreparationStage>)
  /** A step of a generator's adaptation. */
  | { type: "adapted"; metrics: StepMetrics }
  /** How many workers compute the runs at the same time; 0: they take turns in one thread. */
  | { type: "arranged"; workers: number }
  /** A run begins, with what it has behind it where it goes on. */
  | { type: "begun"; run: string; step: number; rows: readonly HistoryRow[]; history: RunHistory }
  /** A run has done a step; `evaluation` where a measurement followed. */
  | { type: "stepped"; run: string; row: HistoryRow; evaluation: Evaluation | null }
  /** What training does to the followed pairs at this step. */
  | { type: "recorded"; run: string; recordings: readonly SignalRecording[] }
  /** Seconds until all runs have done their steps; null while nobody can know. */
  | { type: "paced"; secondsLeft: number | null }
  /** Nothing more comes for now: all that was told may be shown. */
  | { type: "resting" }
  /** The run can go on from this step. */
  | { type: "kept"; run: string; step: number }
  /** A run that cannot go on; the others do. */
  | { type: "halted"; run: string; report: ProblemReport }
  /** A run has done its steps and cannot be kept; the training waits, and tries again when it is resumed. */
  | { type: "unsaved"; run: string; report: ProblemReport }
  /** Something that does not stop the training. */
  | { type: "warning"; report: ProblemReport };
