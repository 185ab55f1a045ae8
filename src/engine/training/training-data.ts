import { holdOut } from "../data/hold-out.ts";
import { allLeftOut, type LeftOut } from "../data/left-out.ts";
import { type PlacedTrainingRecord, readTrainingRecords, type Supervision } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { World } from "../world/world.ts";
import { type TokenisedExamples, tokeniseExamples } from "./examples.ts";

/** A file of training records, with what a person calls it. */
export interface TrainingFile {
  name: string;
  file: ByteSource;
}

/** Records as texts: those to train on and those to measure with. */
export interface TrainingSplit {
  supervision: Supervision;
  train: PlacedTrainingRecord[];
  heldOut: PlacedTrainingRecord[];
  /** What errors call the two. */
  names: { train: string; heldOut: string };
  leftOut: LeftOut;
}

/** The same as a model reads them. */
export interface TrainingData {
  train: TokenisedExamples;
  heldOut: TokenisedExamples;
  /** Of both, from reading the files on. */
  leftOut: LeftOut;
}

/** Whose tokens the records become, and who labels the steps of pairs where steps teach. */
export interface SplitReader {
  tokenizer: Tokenizer;
  contextLength: number;
  world: World;
}

/** Which prompts of a file are held out depends on the file alone, so that runs of several seeds can be compared. */
export const SPLIT_SEED = 0;

/**
 * Reads what a training is made of, the same way on the page and in the command line.
 * @param heldOut null: a tenth of the prompts of the training file
 * @throws PlaygroundError where a file holds nothing to be trained on, or too few prompts to hold some out
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

/** @throws PlaygroundError where the model reads no record of either part */
export function tokeniseSplit(split: TrainingSplit, { tokenizer, contextLength, world }: SplitReader): TrainingData {
  const reader = { tokenizer, contextLength, world: split.supervision === "steps" ? world : null };
  const tokenised = (part: "train" | "heldOut") => tokeniseExamples(split[part], reader, split.names[part]);
  const [train, heldOut] = [tokenised("train"), tokenised("heldOut")];
  return { train, heldOut, leftOut: allLeftOut([split.leftOut, train.leftOut, heldOut.leftOut]) };
}
