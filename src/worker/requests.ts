/** The requests of the page to the engine's worker; `protocol.ts` has their results. */

import type { ExportFormat } from "../engine/data/export.ts";
import type { ImportPlan } from "../engine/data/import.ts";
import type { Supervision } from "../engine/data/read-records.ts";
import type { RecordFilter } from "../engine/data/record-filter.ts";
import type { PairSettings } from "../engine/data/world-pairs/settings.ts";
import type { Backend } from "../engine/device.ts";
import type { ValueEstimate, ValuePoints, ValueSettings } from "../engine/evaluation/values.ts";
import type { DataSetAccess } from "../engine/hub/data-set.ts";
import type { TrainingPlan } from "../flows/train/plan.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import type { AlignmentPlan } from "./alignment-records.ts";
import type { DataInput, Derivation, RecordChange } from "./data-records.ts";
import type { ChosenModels, NamedFile } from "./evaluation-records.ts";
import type { AdapterFolder, ModelContent, ModelLook, ModelPlace } from "./model-records.ts";
import type { SamplingSettings } from "./records.ts";
import type { DataSource } from "./training-records.ts";

/** "auto" prefers WebGPU. */
export type DeviceChoice = Backend | "auto";

/** Chooses the device of the frozen models. Must be the first request. */
export interface StartRequest {
  kind: "start";
  device: DeviceChoice;
}

/**
 * Loads every model of `<folder>/index.json`; a model that cannot be loaded is reported, and the one before it stays.
 */
export interface LoadModelsRequest {
  kind: "loadModels";
  /** Absolute address of the folder, with a slash at its end. */
  folder: string;
}

/** Samples a response, with one event per token. If cancelled, resolves with the tokens written so far. */
export interface GenerateRequest {
  kind: "generate";
  prompt: string;
  settings: SamplingSettings;
  /** Response tokens that are given; generation continues after them. */
  prefix: readonly number[];
}

/** Completes a typed problem of the embedded world with its title and labels. */
export interface CompletePromptRequest {
  kind: "completePrompt";
  prompt: string;
}

/** Teacher forcing: the trajectory of a given response. */
export interface ScoreRequest {
  kind: "score";
  prompt: string;
  settings: SamplingSettings;
  response: readonly number[];
  /** The text of the tokens, if known: a policy for which the tokens have another text did not write them. */
  text?: string;
}

/**
 * Measures values of a response by roll-outs of the policy, with one event per estimate. If cancelled, resolves with
 * the estimates so far.
 */
export interface MeasureValuesRequest {
  kind: "measureValues";
  prompt: string;
  response: readonly number[];
  points: ValuePoints;
  settings: ValueSettings;
  /** Estimates of prefixes of this response that need not be measured. */
  known: readonly ValueEstimate[];
}

/**
 * Chooses which trained reward models of this browser judge beside those of the index: missing ones are loaded, others
 * released. Models that cannot be loaded are reported.
 */
export interface ChooseStoredRequest {
  kind: "chooseStored";
  models: readonly StoredRewardModel[];
}

/** Lets the class of students or a policy of this browser answer from now on; null: the policy of the index. */
export interface ChoosePolicyRequest {
  kind: "choosePolicy";
  policy: StoredPolicy | null;
}

/** Lets trained reward models judge texts that answer a prompt; each result has rewards by the models' ids. */
export interface JudgeTextsRequest {
  kind: "judgeTexts";
  models: readonly StoredRewardModel[];
  prompt: string;
  responses: readonly string[];
}

/** Example problems of every story of the embedded world. */
export interface ProblemsRequest {
  kind: "problems";
  /** Number of problems per story. */
  count: number;
  seed: number;
}

/** Reads the base that training starts from, and the preference pairs. Must be a training worker's first request. */
export interface OpenTrainingRequest {
  kind: "openTraining";
  device: DeviceChoice;
  /** Absolute address of the models folder, with a slash at its end. */
  models: string;
  /** Id of a model of this browser that reward models start from; null is the playground's base. */
  base: string | null;
  data: DataSource;
  /** What runs learn from; labelled steps are read if a run learns from steps. */
  supervision: Supervision;
}

/** Chooses the held-out pairs that are followed through training, also while it runs. */
export interface PinPairsRequest {
  kind: "pinPairs";
  places: readonly number[];
  /**
   * The generator whose probabilities are shown, as in `TrainingPlan`; during a training, always that of the training.
   */
  generator: string | null;
}

/** Trains until all runs are done; if cancelled, ends after the current step and keeps the runs. */
export interface TrainRequest {
  kind: "train";
  plan: TrainingPlan;
}

/** Controls the running training: pause after the current step, resume, or make one step and pause again. */
export interface ControlTrainingRequest {
  kind: "controlTraining";
  action: "pause" | "resume" | "step";
}

/**
 * Tunes policies by the preferences of reward models among the policy's own samples, and judges them. Samples and
 * rewards are kept for the next alignment. If cancelled, there is no result.
 */
export interface AlignRequest {
  kind: "align";
  plan: AlignmentPlan;
}

/** Controls the running alignment: pause, resume, or end the training now and judge what was trained. */
export interface ControlAlignmentRequest {
  kind: "controlAlignment";
  action: "pause" | "resume" | "stop";
}

/**
 * Evaluates reward models on a file of labelled records. The scores of a cancelled evaluation are kept: the same
 * request continues there.
 */
export interface EvaluateRequest {
  kind: "evaluate";
  models: ChosenModels;
  /**
   * The generator whose probabilities weigh the edges: the class of students or a policy of this browser; null: the
   * playground's policy.
   */
  generator: StoredPolicy | null;
  data: NamedFile;
  /** The file for thresholds and calibration; without it, figures that need them are missing. */
  validation: NamedFile | null;
  /**
   * Preference pairs that reward models may have been trained on; problems that they share with the data are reported.
   */
  training: readonly NamedFile[];
  /** Files with measured values of the data's responses. */
  values: readonly NamedFile[];
}

/**
 * Samples responses to problems of the test split and lets reward models choose among them. Resumes like `evaluate`.
 */
export interface BestOfNRequest {
  kind: "bestOfN";
  models: ChosenModels;
  /** A policy tuned in this browser; null is the policy that comes with the playground. */
  policy: StoredPolicy | null;
  problems: number;
  /** Responses per problem (M). */
  samples: number;
  /** The values of N for which figures are computed, ascending, at most M. */
  n: readonly number[];
  temperature: number;
  /** Decides problems and responses. */
  seed: number;
  /**
   * Preference pairs that reward models may have been trained on; problems that they share with the test split are
   * reported.
   */
  training: readonly NamedFile[];
}

/** Pins a data set of the hub and lists its splits. */
export interface OpenHubDataRequest {
  kind: "openHubData";
  name: string;
  access: DataSetAccess;
}

/** Inspects the first records of the source of an import. */
export interface InspectDataRequest {
  kind: "inspectData";
  input: DataInput;
  plan: ImportPlan;
}

/** Imports a file as a data set of this browser; if cancelled, nothing of it is kept. */
export interface ImportDataRequest {
  kind: "importData";
  input: DataInput;
  plan: ImportPlan;
  name: string;
}

/** The positions of a data set's records that pass a filter. */
export interface FindRecordsRequest {
  kind: "findRecords";
  data: string;
  filter: RecordFilter;
}

/** Records of a data set in the form that a table shows. */
export interface ReadRowsRequest {
  kind: "readRows";
  data: string;
  positions: readonly number[];
  /** Absolute address of the model whose tokens are counted. */
  model: string;
}

/** One record with its tokens; null if the data set has no record at that position. */
export interface ReadRecordRequest {
  kind: "readRecord";
  data: string;
  position: number;
  model: string;
}

/** Changes one record of a data set. */
export interface ChangeRecordRequest {
  kind: "changeRecord";
  data: string;
  /** The hash of the data set that the person was looking at; if the data set has changed since, it is not edited. */
  hash: string;
  /** The position of the record; the position after the last record inserts one there. */
  position: number;
  change: RecordChange;
}

/** Makes new data sets from a data set; none if they would not differ from it. */
export interface DeriveDataRequest {
  kind: "deriveData";
  data: string;
  derivation: Derivation;
}

/** Makes pairs of the embedded world and keeps them as a data set. */
export interface MakeDataRequest {
  kind: "makeData";
  settings: PairSettings;
  /** Absolute address of the policy that writes, if the writer is not the class. */
  policy: string;
  name: string;
}

/** Computes the statistics of a data set. */
export interface MeasureDataRequest {
  kind: "measureData";
  data: string;
  model: string;
}

/** Exports a data set in another tool's format. */
export interface ExportDataRequest {
  kind: "exportData";
  data: string;
  format: ExportFormat;
}

/** Describes a checkpoint and what has to be fetched; a revision of the hub is pinned to its commit. */
export interface LookUpModelRequest {
  kind: "lookUpModel";
  place: ModelPlace;
}

/** Adds adapters of a folder to a model of this browser: the files of a checkpoint that can be looked up as any folder's. */
export interface MergeAdapterRequest {
  kind: "mergeAdapter";
  adapter: AdapterFolder;
  /** The model's id. */
  base: string;
}

/**
 * Keeps a checkpoint in this browser, file by file. A download that fails or is cancelled keeps its part, and the same
 * request continues it; a folder that fails, or a checkpoint that turns out to be broken, leaves nothing.
 */
export interface KeepModelRequest {
  kind: "keepModel";
  look: ModelLook;
  content: ModelContent;
}

/** Packs a run's settings and pairs, with what LLaMA-Factory and TRL need to train on them, into one zip. */
export interface PackForClusterRequest {
  kind: "packForCluster";
  run: string;
  /** The preference pairs that come with the playground. */
  embedded: DataSource;
  /** Absolute address of the folder with the files that are the same in every pack. */
  pack: string;
}

/** Exports the reward model of a run as an ONNX graph. */
export interface ExportOnnxRequest {
  kind: "exportOnnx";
  run: string;
}
