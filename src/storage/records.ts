import type { CheckpointDescription } from "../engine/checkpoint/describe.ts";
import type { ListedFile } from "../engine/checkpoint/file-set.ts";
import type { ImportPlan } from "../engine/data/import.ts";
import type { ImportReport } from "../engine/data/import-report.ts";
import type { LeftOut } from "../engine/data/left-out.ts";
import type { PairSettings } from "../engine/data/world-pairs/settings.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { DpoConfig } from "../engine/training/dpo-config.ts";
import type { Method } from "../engine/training/methods.ts";
import type { RewardModelConfig } from "../engine/training/reward-model-config.ts";

/**
 * `interrupted`: the page or the browser went away in the middle; the run can go on from its last snapshot. `stopped`:
 * the person ended it early. `failed`: it cannot go on as it is, and `error` says why.
 */
export const RUN_STATUSES = ["running", "paused", "interrupted", "finished", "stopped", "failed"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Held-out figures, and the training loss, of a run at its last step. */
export interface RunFinal {
  loss: number;
  accuracy: number;
  margin: number;
}

/** A run as it is kept: config + seed + data hash decide its metrics and its checkpoint. */
export interface RunRecord {
  id: string;
  name: string;
  note: string;
  /** Milliseconds since 1970, as are all times here. Runs that were trained side by side have it in common. */
  createdAt: number;
  updatedAt: number;
  method: Method;
  config: RewardModelConfig;
  seed: number;
  /** The file of its pairs. */
  dataName: string;
  /** Of the training pairs, as `contentHash` gives it. */
  dataHash: string;
  /** Trained on, and measured on: the first so many of the file. */
  pairs: number;
  heldOut: number;
  /** The checkpoint the reward model started from: its id in the model index, or its name. */
  baseModel: string;
  /** Its id where it was a model of this browser; null: that of the playground. */
  base: string | null;
  /** Id of the model whose generation probabilities weigh the edges; null is the policy of the playground, or `base`. */
  generator: string | null;
  /** Records of its data that it was neither trained on nor measured with. Not in records of earlier versions. */
  leftOut?: LeftOut;
  status: RunStatus;
  /** Why it failed. */
  error: ProblemReport | null;
  /** Steps done, and steps planned. */
  step: number;
  steps: number;
  final: RunFinal | null;
  /** Whether there is a snapshot to resume from. */
  hasSnapshot: boolean;
  /** Whether there is a checkpoint to load, export or judge with. */
  hasCheckpoint: boolean;
  /** Set while a deletion can be undone. */
  deletedAt: number | null;
}

/** What a new run has to say for itself. */
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

/** A tuned policy as it is kept: base, reward model, config and pairs decide its checkpoint. */
export interface PolicyRecord {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Names of the policy it was tuned from and of the reward model that chose its pairs. */
  base: string;
  reward: string;
  config: DpoConfig;
  /** Of its pairs, as `contentHash` gives it, and how many there were. */
  dataHash: string;
  pairs: number;
  /** N, samples a prompt. */
  samples: number;
  /** Steps done, and steps planned. */
  step: number;
  steps: number;
  /** Share of test problems answered right greedily, before and after; null where it was never judged. */
  gold: { base: number; tuned: number; problems: number } | null;
}

/** Where the records of a data set come from. */
export type DataOrigin =
  | { kind: "file"; name: string; bytes: number }
  | { kind: "paste"; bytes: number }
  | HubOrigin
  /** Made from another data set of this browser: `how` says what was done to it. */
  | { kind: "derived"; from: string; how: string }
  /** Made of problems of the embedded world, by these settings. */
  | { kind: "world"; settings: PairSettings };

/** A split of a data set of the hub, at the commits that were pinned when it was imported. */
export interface HubOrigin {
  kind: "hub";
  /** The host it was fetched from. */
  host: string;
  dataset: string;
  config: string;
  split: string;
  /** The commit of the data set, and that of its Parquet files. */
  revision: string;
  parquetRevision: string;
  licence: string | null;
}

/** A part of a data set: a file of kept lines. */
export interface DataChunk {
  file: string;
  records: number;
  bytes: number;
  /** SHA-256 of its text. */
  hash: string;
}

/** What data sets that were imported earlier say nothing of. */
type LaterAccounts = "columns" | "remarks";

/** A data set as it is kept under a name, with the account of its import. */
export interface DataSetRecord {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  origin: DataOrigin;
  /** How its source was read; null where it was made from another data set. */
  plan: ImportPlan | null;
  /** What became of every line of its source; edits leave it as it was. Its refusals are in a file of their own. */
  report: Omit<ImportReport, "refusals" | LaterAccounts> & Partial<Pick<ImportReport, LaterAccounts>>;
  /** Records there are now. */
  records: number;
  bytes: number;
  /** SHA-256 over the hashes of its chunks: names it by what is in it. */
  hash: string;
  chunks: DataChunk[];
  /** Set while a deletion can be undone. */
  deletedAt: number | null;
}

/** Where a checkpoint that was brought into this browser comes from. */
export type ModelOrigin =
  /** A repository of the hub at the commit that was pinned. */
  | { kind: "hub"; host: string; repository: string; revision: string; licence: string | null }
  | { kind: "folder"; name: string };

/** A checkpoint of the hub or of a local folder, as it is kept. */
export interface ModelRecord {
  id: string;
  name: string;
  createdAt: number;
  origin: ModelOrigin;
  files: ListedFile[];
  /** Of all its files. */
  bytes: number;
  description: CheckpointDescription;
  /** Whether all files are there; until then its download can be gone on with. */
  complete: boolean;
  /** Set while a deletion can be undone. */
  deletedAt: number | null;
}
