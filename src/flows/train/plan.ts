import type { Supervision } from "../../engine/data/read-records.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";

/** A file of preference data: its name for a person, and what its host finds it by. */
export interface NamedFile<File> {
  name: string;
  file: File;
}

/** The files of a training. */
export interface TrainingSource<File> {
  train: NamedFile<File>;
  /**
   * A file of held-out records; null holds out a tenth of the training file's prompts, which depend on the file alone.
   */
  heldOut: NamedFile<File> | null;
  /** What runs learn from; labelled steps are read if a run may learn from steps. */
  supervision: Supervision;
}

/** How much of the records a training uses. */
export interface DataShare {
  /** Number of training examples, from the first on; null uses all. */
  pairs: number | null;
  /** Number of held-out examples, from the first on; null uses all. */
  heldOut: number | null;
}

/** A reward model to be trained. */
export interface RunPlan {
  /** Unique among the runs that are trained together. */
  id: string;
  name: string;
  config: RewardModelConfig;
  /** Id, in the saver, of a kept run to resume from its last snapshot; null leaves the choice to the saver. */
  resume: string | null;
}

/** Runs that are trained together on the same batches. */
export interface TrainingPlan extends DataShare {
  runs: RunPlan[];
  /** The model whose generation probabilities weigh the edges; null is the usual generator. */
  generator: string | null;
  /** Number of steps between two recordings of the followed pairs. */
  recordEvery: number;
}

/** How a run ended; `interrupted`: it was stopped and could not be saved. */
export interface RunEnding {
  run: string;
  step: number;
  status: "finished" | "stopped" | "interrupted" | "failed";
}
