import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { ImportPlan } from "../engine/data/import.ts";
import type { ImportReport } from "../engine/data/import-report.ts";
import type { LeftOut } from "../engine/data/left-out.ts";
import type { PairSettings } from "../engine/data/world-pairs/settings.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { GenerativeSettings } from "../engine/reward/generative-settings.ts";
import type { DpoConfig } from "../engine/training/dpo-config.ts";
import type { Method } from "../engine/training/methods.ts";
import type { RewardModelConfig } from "../engine/training/reward-model-config.ts";

/**
 * `interrupted`: the page or browser went away, and the run can be resumed from its last snapshot. `stopped`: the
 * person ended it early. `failed`: it cannot continue, and `error` says why.
 */
export const RUN_STATUSES = ["running", "paused", "interrupted", "finished", "stopped", "failed"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The training loss and the held-out figures of a run at its last step. */
export interface RunFinal {
  loss: number;
  accuracy: number;
  margin: number;
}

/** The record of a run; config, seed and data hash decide its metrics and its checkpoint. */
export interface RunRecord {
  id: string;
  name: string;
  note: string;
  /** Milliseconds since 1970, like all times here. Runs that were trained side by side have the same time. */
  createdAt: number;
  updatedAt: number;
  method: Method;
  config: RewardModelConfig;
  seed: number;
  /** The name of the file of training pairs. */
  dataName: string;
  /** The hash of the training pairs (`contentHash`). */
  dataHash: string;
  /** Number of training and of held-out pairs, from the first ones of the file on. */
  pairs: number;
  heldOut: number;
  /** The checkpoint that the reward model started from: its id in the model index, or its name. */
  baseModel: string;
  /** The base's id if it is a model of this browser; null for the playground's base. */
  base: string | null;
  /**
   * Id of the model whose generation probabilities weighed the edges; null is the playground's policy, or `base` if
   * that is not null.
   */
  generator: string | null;
  /** Records of the data that were neither trained on nor measured on. Records of earlier versions lack the field. */
  leftOut?: LeftOut;
  /** Number of workers that every step was split over: its last digits depend on it. Left out, 1. */
  workers?: number;
  status: RunStatus;
  /** Why the run failed. */
  error: ProblemReport | null;
  /** Number of steps done, and number of steps planned. */
  step: number;
  steps: number;
  final: RunFinal | null;
  /** Whether the run has a snapshot to resume from. */
  hasSnapshot: boolean;
  /** Whether the run has a checkpoint to load, export or judge with. */
  hasCheckpoint: boolean;
  /** When the run was deleted, as long as that can be undone. */
  deletedAt: number | null;
}

/** The fields of a run that its creator gives. */
export type NewRun = Pick<
  RunRecord,
  | "name"
  | "method"
  | "config"
  | "seed"
  | "dataName"
  | "dataHash"
  | "pairs"
  | "heldOut"
  | "baseModel"
  | "base"
  | "generator"
  | "status"
  | "steps"
> &
  Partial<Omit<RunRecord, "updatedAt">>;

/** The record of a tuned policy; base, reward model, config and pairs decide its checkpoint. */
export interface PolicyRecord {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Names of the policy that was tuned, and of the reward model that chose the pairs. */
  base: string;
  reward: string;
  config: DpoConfig;
  /** The hash of the pairs (`contentHash`), and their number. */
  dataHash: string;
  pairs: number;
  /** Samples per prompt (N). */
  samples: number;
  /** Number of steps done, and number of steps planned. */
  step: number;
  steps: number;
  /** Share of test problems with a right greedy answer, before and after; null if the policy was not judged. */
  gold: { base: number; tuned: number; problems: number } | null;
}

/** Where the records of a data set come from. */
export type DataOrigin =
  | { kind: "file"; name: string; bytes: number }
  | { kind: "paste"; bytes: number }
  | HubOrigin
  /** The data set was made from another one of this browser; `how` says what was done. */
  | { kind: "derived"; from: string; how: string }
  /** The data set was made of problems of the embedded world, with these settings. */
  | { kind: "world"; settings: PairSettings };

/** A split of a data set of the hub, at the commits that were pinned for the import. */
export interface HubOrigin {
  kind: "hub";
  /** The host that the data set was fetched from. */
  host: string;
  dataset: string;
  config: string;
  split: string;
  /** The commit of the data set, and the commit of its Parquet files. */
  revision: string;
  parquetRevision: string;
  licence: string | null;
}

/** A part of a data set: a file of lines in the playground's format. */
export interface DataChunk {
  file: string;
  records: number;
  bytes: number;
  /** SHA-256 of the chunk's text. */
  hash: string;
}

/** Fields that older records of data sets lack. */
type LaterAccounts = "columns" | "remarks";

/** The record of a data set, with the report of its import. */
export interface DataSetRecord {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  origin: DataOrigin;
  /** How the source was read; null if the data set was made from another one. */
  plan: ImportPlan | null;
  /** What became of every record of the source. Edits do not change it. Its refusals are in a separate file. */
  report: Omit<ImportReport, "refusals" | LaterAccounts> & Partial<Pick<ImportReport, LaterAccounts>>;
  /** Present number of records. */
  records: number;
  bytes: number;
  /** SHA-256 over the hashes of the chunks; names the data set by its content. */
  hash: string;
  chunks: DataChunk[];
  /** When the data set was deleted, as long as that can be undone. */
  deletedAt: number | null;
}

/** Where an imported checkpoint comes from. */
export type ModelOrigin =
  /** A repository of the hub at the pinned commit. */
  | { kind: "hub"; host: string; repository: string; revision: string; licence: string | null }
  | { kind: "folder"; name: string };

/** The record of an imported checkpoint. */
export interface ModelRecord {
  id: string;
  name: string;
  createdAt: number;
  origin: ModelOrigin;
  files: ListedFile[];
  /** Bytes of all files. */
  bytes: number;
  description: CheckpointDescription;
  /** How the model judges by its answer, if a person has set that up. Records of earlier versions lack the field. */
  judge?: GenerativeSettings | null;
  /** Whether all files are stored; if not, the download can be continued. */
  complete: boolean;
  /** When the model was deleted, as long as that can be undone. */
  deletedAt: number | null;
}
