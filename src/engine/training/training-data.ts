import { holdOut } from "../data/hold-out.ts";
import { allLeftOut, type LeftOut } from "../data/left-out.ts";
import { type PlacedTrainingRecord, readTrainingRecords, type Supervision } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { World } from "../world/world.ts";
import { type TokenisedExamples, tokeniseExamples } from "./examples.ts";

/** A file of training records, with the name that a person knows it by. */
export interface TrainingFile {
  name: string;
  file: ByteSource;
}

/** The records of a training as texts: those to train on and those to measure with. */
export interface TrainingSplit {
  supervision: Supervision;
  train: PlacedTrainingRecord[];
  heldOut: PlacedTrainingRecord[];
  /** The names of both parts in errors. */
  names: { train: string; heldOut: string };
  leftOut: LeftOut;
}

/** The records of a training as a model's tokens. */
export interface TrainingData {
  train: TokenisedExamples;
  heldOut: TokenisedExamples;
  /** What was left out of both parts, while reading and tokenising. */
  leftOut: LeftOut;
}

/** The model whose tokens the records become, and the world whose verifier labels the steps of pairs. */
export interface SplitReader {
  tokenizer: Tokenizer;
  contextLength: number;
  world: World;
}

/**
 * The seed by which a file's prompts are held out. It is fixed, so that runs with different seeds use the same split.
 */
export const SPLIT_SEED = 0;

/**
 * Reads the records of a training, for the page and the command line alike.
 * @param heldOut a file to measure with; null holds out a tenth of the training file's prompts
 * @throws PlaygroundError if a file has nothing to train on, or too few prompts to hold some out
 */
export async function readTrainingSplit(
  train: TrainingFile,
  heldOut: TrainingFile | null,
  supervision: Supervision,
): Promise<TrainingSplit> {
  const { records, leftOut } = await readTrainingRecords(train.file, train.name, supervision);
  if (heldOut === null) {
    const split = holdOut(records, SPLIT_SEED, train.name);
    const names = { train: train.name, heldOut: `${train.name}, held out` };
    return { supervision, train: split.training, heldOut: split.heldOut, names, leftOut };
  }
  const other = await readTrainingRecords(heldOut.file, heldOut.name, supervision);
  return {
    supervision,
    train: records,
    heldOut: other.records,
    names: { train: train.name, heldOut: heldOut.name },
    leftOut: allLeftOut([leftOut, other.leftOut]),
  };
}

/** @throws PlaygroundError if the model can read no record of one of the parts */
export function tokeniseSplit(split: TrainingSplit, { tokenizer, contextLength, world }: SplitReader): TrainingData {
  const reader = { tokenizer, contextLength, world: split.supervision === "steps" ? world : null };
  const tokenised = (part: "train" | "heldOut") => tokeniseExamples(split[part], reader, split.names[part]);
  const [train, heldOut] = [tokenised("train"), tokenised("heldOut")];
  return { train, heldOut, leftOut: allLeftOut([split.leftOut, train.leftOut, heldOut.leftOut]) };
}
