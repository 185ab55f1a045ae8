/** What the page can ask the engine's worker for; `protocol.ts` says what comes of each. */

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

/** Chooses where the frozen models run. First of all requests. */
export interface StartRequest {
  kind: "start";
  device: DeviceChoice;
}

/** Loads every model of `<folder>/index.json`; what fails to load is reported and leaves its predecessor in place. */
export interface LoadModelsRequest {
  kind: "loadModels";
  /** Absolute address of the folder, with a slash at its end. */
  folder: string;
}

/** Samples a response; one event a token. A cancelled generation resolves with what it has written so far. */
export interface GenerateRequest {
  kind: "generate";
  prompt: string;
  settings: SamplingSettings;
  /** Response tokens that are already decided; generation continues after them. */
  prefix: readonly number[];
}

/** Adds to a typed problem of the embedded world what was left out of it. */
export interface CompletePromptRequest {
  kind: "completePrompt";
  prompt: string;
}

/** Teacher forcing: the trajectory of a response that is already known. */
export interface ScoreRequest {
  kind: "score";
  prompt: string;
  settings: SamplingSettings;
  response: readonly number[];
  /** What the tokens say, where it is known: a policy to which they say something else wrote none of them. */
  text?: string;
}

/** Measures values of a response by roll-outs of the policy; one event an estimate. Cancelled, it resolves with what it has. */
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
 * Which trained reward models of this browser judge beside those of the index: new ones are loaded, others let go. What
 * fails to load is reported.
 */
export interface ChooseStoredRequest {
  kind: "chooseStored";
  models: readonly StoredRewardModel[];
}

/** Has the class of students or a policy of this browser answer from now on; null: the policy of the index. */
export interface ChoosePolicyRequest {
  kind: "choosePolicy";
  policy: StoredPolicy | null;
}

/** What trained reward models say of texts in answer to a prompt; the reward model ids are theirs. */
export interface JudgeTextsRequest {
  kind: "judgeTexts";
  models: readonly StoredRewardModel[];
  prompt: string;
  responses: readonly string[];
}

/** Problems to begin with, of every story of the embedded world. */
export interface ProblemsRequest {
  kind: "problems";
  /** Of each story. */
  count: number;
  seed: number;
}

/** Reads the model that training starts from and the preference pairs. First of a training worker's requests. */
export interface OpenTrainingRequest {
  kind: "openTraining";
  device: DeviceChoice;
  /** Absolute address of the models folder, with a slash at its end. */
  models: string;
  /** Id of a model of this browser that reward models start from; null: that of the playground. */
  base: string | null;
  data: DataSource;
  /** Labelled steps are asked for where a run is to learn from them. */
  supervision: Supervision;
}

/** Chooses the held-out pairs that are followed through training, also while it runs. */
export interface PinPairsRequest {
  kind: "pinPairs";
  places: readonly number[];
  /** Whose generation probabilities are shown, as in `TrainingPlan`; while a training runs, those of its own generator. */
  generator: string | null;
}

/** Trains until all runs are done; cancelled, it ends after the step it is at, and keeps what there is. */
export interface TrainRequest {
  kind: "train";
  plan: TrainingPlan;
}

/** To the training that runs: wait after the present step, go on, or do one step and wait again. */
export interface ControlTrainingRequest {
  kind: "controlTraining";
  action: "pause" | "resume" | "step";
}

/**
 * Tunes a policy by what reward models prefer of its own samples, and judges it. Samples and rewards are kept for the next
 * time. Cancelled, it ends without a result.
 */
export interface AlignRequest {
  kind: "align";
  plan: AlignmentPlan;
}

/** To the alignment that runs: wait, go on, or end the training here and judge what there is. */
export interface ControlAlignmentRequest {
  kind: "controlAlignment";
  action: "pause" | "resume" | "stop";
}

/**
 * Holds reward models against a file of labelled records. What a cancelled one has scored is kept: the same request goes
 * on from there.
 */
export interface EvaluateRequest {
  kind: "evaluate";
  models: ChosenModels;
  /** Whose probabilities weigh the edges: the class of students or a policy of this browser; null: the one that comes with the playground. */
  generator: StoredPolicy | null;
  data: NamedFile;
  /** Where thresholds and calibration come from; without one, figures that need them are missing. */
  validation: NamedFile | null;
  /** Preference pairs that reward models may have been trained on: problems they share with the data are told. */
  training: readonly NamedFile[];
  /** Measured values of responses of the data. */
  values: readonly NamedFile[];
}

/** Samples responses to problems of the test split and lets reward models choose among them. Resumes as `evaluate` does. */
export interface BestOfNRequest {
  kind: "bestOfN";
  models: ChosenModels;
  /** A policy tuned in this browser; null: the one that comes with the playground. */
  policy: StoredPolicy | null;
  problems: number;
  /** M, responses a problem. */
  samples: number;
  /** Every N ≤ M there is a figure of, ascending. */
  n: readonly number[];
  temperature: number;
  /** Decides problems and responses. */
  seed: number;
  /** Preference pairs that reward models may have been trained on: problems they share with the test split are told. */
  training: readonly NamedFile[];
}

/** Pins a data set of the hub, and lists its splits. */
export interface OpenHubDataRequest {
  kind: "openHubData";
  name: string;
  access: DataSetAccess;
}

/** Looks at the first records of what a person wants to import. */
export interface InspectDataRequest {
  kind: "inspectData";
  input: DataInput;
  plan: ImportPlan;
}

/** Keeps the records of a file as a data set of this browser; cancelled, nothing of it stays. */
export interface ImportDataRequest {
  kind: "importData";
  input: DataInput;
  plan: ImportPlan;
  name: string;
}

/** The positions of the records of a data set that a filter lets through. */
export interface FindRecordsRequest {
  kind: "findRecords";
  data: string;
  filter: RecordFilter;
}

/** Records of a data set as a table shows them. */
export interface ReadRowsRequest {
  kind: "readRows";
  data: string;
  positions: readonly number[];
  /** Absolute address of the model whose tokens are counted. */
  model: string;
}

/** One record with its tokens; null where the data set has none at that place. */
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
  /** Of what the person was looking at: a data set that has changed since is left alone. */
  hash: string;
  /** Behind the last record, to insert one there. */
  position: number;
  change: RecordChange;
}

/** Makes new data sets of one; none where there would be no difference. */
export interface DeriveDataRequest {
  kind: "deriveData";
  data: string;
  derivation: Derivation;
}

/** Makes pairs of the embedded world and keeps them as a data set. */
export interface MakeDataRequest {
  kind: "makeData";
  settings: PairSettings;
  /** Absolute address of the policy that writes, where the class does not. */
  policy: string;
  name: string;
}

/** Counts what is in a data set. */
export interface MeasureDataRequest {
  kind: "measureData";
  data: string;
  model: string;
}

/** A data set as another tool reads it. */
export interface ExportDataRequest {
  kind: "exportData";
  data: string;
  format: ExportFormat;
}

/** Says what a checkpoint is and what is to be fetched of it; a revision of the hub is pinned to its commit. */
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
 * Keeps a checkpoint in this browser, file by file. A download that fails or is cancelled stays as far as it is, and the
 * same request goes on with it; of a folder, and of a checkpoint that turns out to be broken, nothing stays.
 */
export interface KeepModelRequest {
  kind: "keepModel";
  look: ModelLook;
  content: ModelContent;
}

/** A run's settings and pairs, with what LLaMA-Factory and TRL need to train with them: one zip. */
export interface PackForClusterRequest {
  kind: "packForCluster";
  run: string;
  /** The pairs that come with the playground. */
  embedded: DataSource;
  /** Absolute address of the folder with what is the same in every pack. */
  pack: string;
}

/** The reward model of a run as an ONNX graph. */
export interface ExportOnnxRequest {
  kind: "exportOnnx";
  run: string;
}
