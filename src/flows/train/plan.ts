import type { Supervision } from "../../engine/data/read-records.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";

/** A file of preference data by what a person calls it, and by what its host finds it by. */
export interface NamedFile<File> {
  name: string;
  file: File;
}

/** The records of a training. */
export interface TrainingSource<File> {
  train: NamedFile<File>;
  /** null: a tenth of the prompts of the training file, chosen by the file alone. */
  heldOut: NamedFile<File> | null;
  /** What is learnt from: labelled steps are asked for where a run may learn from them. */
  supervision: Supervision;
}

/** How much of the records is used. */
export interface DataShare {
  /** The first so many training examples; null: all. */
  pairs: number | null;
  /** The first so many held-out examples; null: all. */
  heldOut: number | null;
}

/** A reward model to be trained. */
export interface RunPlan {
  /** Unique among the runs trained together. */
  id: string;
  name: string;
  config: RewardModelConfig;
  /** The kept run to go on with from its last snapshot, by the id its keeper knows; null: as the keeper decides. */
  resume: string | null;
}

/** Runs that are trained together on the same batches. */
export interface TrainingPlan extends DataShare {
  runs: RunPlan[];
  /** The model whose generation probabilities weigh the edges; null is the usual one. */
  generator: string | null;
  /** Steps between two recordings of the followed pairs. */
  recordEvery: number;
}

/** How a run ended; one is interrupted that was stopped and could not be kept as it is. */
export interface RunEnding {
  run: string;
  step: number;
  status: "finished" | "stopped" | "interrupted" | "failed";
}
