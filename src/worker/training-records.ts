/** The plain records of training that cross the worker boundary. */
import type { LeftOut } from "../engine/data/left-out.ts";
import type { DeviceReport } from "../engine/device.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { TextOrChat } from "../engine/tokenizer/conversation.ts";
import type { PreparationStage } from "../engine/training/edge-generator.ts";
import type { HeldOutEvaluation, SignalRecording } from "../engine/training/run-history.ts";
import type { TrainingMemory } from "../engine/training/training-path.ts";
import type { StageProgress } from "../flows/stage-reporter.ts";
import type { WorkerSplit } from "../flows/train/workers/split.ts";

/**
 * Preference pairs of any known shape: the address of a file, a file that the person chose, or a data set of this
 * browser.
 */
export type DataFile = string | Blob | KeptData;

/** A data set that was imported on the Data page. */
export interface KeptData {
  kept: string;
}

/** The id of a data set of this browser; null for any other file. */
export function keptId(file: DataFile): string | null {
  return typeof file === "object" && "kept" in file ? file.kept : null;
}

export interface DataSource {
  name: string;
  train: DataFile;
  /** null holds out some prompts of the training file. */
  heldOut: DataFile | null;
}

export interface OpenedTraining {
  device: DeviceReport;
  /** The name of the model that reward models start from. */
  base: string;
  /** The name of the usual generator, which weighs the edges if no other is chosen. */
  generator: string;
  /** Models of the playground that can weigh the edges instead. */
  generators: { id: string; name: string }[];
  /** The kind of training examples: pairs, or single responses with labelled steps. */
  unit: "pairs" | "responses";
  /** Number of training examples. */
  pairs: number;
  /** The prompts of the held-out examples. */
  heldOut: TextOrChat[];
  /** Records of the data that are neither trained on nor measured on. */
  leftOut: LeftOut;
}

export interface PinnedToken {
  text: string;
  /** The generator's probability of the token. */
  q: number;
}

/** A held-out pair that is followed through training; if the example is a single response, `rejected` is empty. */
export interface PinnedPair {
  /** Index among the held-out pairs. */
  place: number;
  prompt: string;
  chosen: PinnedToken[];
  rejected: PinnedToken[];
}

/** New points of a run's curves; they replace all points from index `from` on. */
export interface CurvePatch {
  from: number;
  steps: number[];
  /** By metric, one value per point. */
  values: Record<string, number[]>;
}

export interface RunUpdate {
  step: number;
  curves: CurvePatch;
  evaluations: HeldOutEvaluation[];
}

/** The training signals of a pinned pair at one step of one run. */
export interface SignalFrame extends SignalRecording {
  run: string;
}

export type TrainingEvent =
  | ({ type: "preparing" } & StageProgress<PreparationStage>)
  | {
      type: "update";
      /** News of each run, by its id in the plan. */
      runs: Record<string, RunUpdate>;
      frames: SignalFrame[];
      /** Seconds until all runs are done; null while they cannot be estimated. */
      secondsLeft: number | null;
    }
  /** The run has a record; `lasting` says whether the record outlives the page. */
  | { type: "stored"; run: string; runId: string; lasting: boolean }
  /** Workers that compute the runs at the same time; 0: they take turns in this one. */
  | { type: "arranged"; workers: number }
  /** Over how many workers the steps of a run alone are split, and why. */
  | ({ type: "split"; run: string } & WorkerSplit)
  /** How the run computes its steps, and the memory that takes. */
  | { type: "planned"; run: string; memory: TrainingMemory }
  /** The run was saved at this step and can continue from it after its page is gone. */
  | { type: "kept"; run: string; step: number }
  /** The current step is done and saved; the training waits for Resume or Step. */
  | { type: "waiting" }
  /** A run that cannot continue; the other runs continue. */
  | { type: "halted"; run: string; report: ProblemReport }
  /** A finished run that cannot be kept; the training waits, and tries again after Resume. */
  | { type: "unsaved"; run: string; report: ProblemReport }
  /** A problem that does not stop the training, such as a full disk. */
  | { type: "warning"; report: ProblemReport };
