/** The plain records of training that cross the worker boundary. */
import type { LeftOut } from "../engine/data/left-out.ts";
import type { DeviceReport } from "../engine/device.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { TextOrChat } from "../engine/tokenizer/conversation.ts";
import type { PreparationStage } from "../engine/training/edge-generator.ts";
import type { Evaluation, SignalRecording } from "../engine/training/run-history.ts";
import type { TrainingMemory } from "../engine/training/training-path.ts";
import type { StageProgress } from "../flows/stage-teller.ts";

/** Preference pairs of any known shape: a file by its address, one the person chose, or a data set of this browser. */
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
  /** null: some prompts of the training file are held out. */
  heldOut: DataFile | null;
}

export interface OpenedTraining {
  device: DeviceReport;
  /** What the reward models start from. */
  base: string;
  /** What weighs the edges unless told. */
  generator: string;
  /** Models of the playground that could weigh them in its place. */
  generators: { id: string; name: string }[];
  /** What is trained on: pairs, or responses alone whose steps are labelled. */
  unit: "pairs" | "responses";
  /** How many of them there are to train on. */
  pairs: number;
  /** The prompts of those held out. */
  heldOut: TextOrChat[];
  /** Records of the data that are neither trained on nor measured with. */
  leftOut: LeftOut;
}

export interface PinnedToken {
  text: string;
  /** Generation probability as the generator gives it. */
  q: number;
}

/** A held-out pair whose trajectories are followed through training; of a response alone nothing is rejected. */
export interface PinnedPair {
  /** Its place among the held-out pairs. */
  place: number;
  prompt: string;
  chosen: PinnedToken[];
  rejected: PinnedToken[];
}

/** New points of a run's curves; they replace everything from index `from` on. */
export interface CurvePatch {
  from: number;
  steps: number[];
  /** Metric by metric, one value a step. */
  values: Record<string, number[]>;
}

export interface RunUpdate {
  step: number;
  curves: CurvePatch;
  evaluations: Evaluation[];
}

/** What training does to a pinned pair at one step of one run. */
export interface SignalFrame extends SignalRecording {
  run: string;
}

export type TrainingEvent =
  | ({ type: "preparing" } & StageProgress<PreparationStage>)
  | {
      type: "update";
      /** By the plan's id. */
      runs: Record<string, RunUpdate>;
      frames: SignalFrame[];
      /** Until all runs have done their steps; null while nobody can know. */
      secondsLeft: number | null;
    }
  /** The run has a record; `lasting` says whether it outlives the page. */
  | { type: "stored"; run: string; runId: string; lasting: boolean }
  /** Workers that compute the runs at the same time; 0: they take turns in this one. */
  | { type: "arranged"; workers: number }
  /** How the run computes its steps, and what that takes. */
  | { type: "planned"; run: string; memory: TrainingMemory }
  /** The run can go on from this step after its page is gone. */
  | { type: "kept"; run: string; step: number }
  /** Whatever was under way is done, and kept; nothing goes on until Resume or Step. */
  | { type: "waiting" }
  /** A run that cannot go on; the others do. */
  | { type: "halted"; run: string; report: ProblemReport }
  /** A run has done its steps and cannot be kept; the training waits to try again, with Resume. */
  | { type: "unsaved"; run: string; report: ProblemReport }
  /** Something that does not stop the training, such as a full disk. */
  | { type: "warning"; report: ProblemReport };
