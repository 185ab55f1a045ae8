import { holdOut } from "../data/hold-out.ts";
import { allLeftOut, type LeftOut } from "../data/left-out.ts";
import { type PlacedPreference, readPreferences } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type TokenisedPairs, tokenisePairs } from "./pairs.ts";

/** A file of preferences, with what a person calls it. */
export interface PairFile {
  name: string;
  file: ByteSource;
}

/** Pairs as texts: those to train on and those to measure with. */
export interface PairSplit {
  train: PlacedPreference[];
  heldOut: PlacedPreference[];
  /** What errors call the two. */
  names: { train: string; heldOut: string };
  leftOut: LeftOut;
}

/** The same as a model reads them. */
export interface TrainingData {
  train: TokenisedPairs;
  heldOut: TokenisedPairs;
  /** Of both, from reading the files on. */
  leftOut: LeftOut;
}

/** Which prompts of a file are held out depends on the file alone, so that runs of several seeds can be compared. */
export const SPLIT_SEED = 0;

/**
 * Reads what a training is made of, the same way on the page and in the command line.
 * @param heldOut null: a tenth of the prompts of the training file
 * @throws PlaygroundError where a file holds no pairs, or too few prompts to hold some out
 */
export async function readPairSplit(train: PairFile, heldOut: PairFile | null): Promise<PairSplit> {
  const { pairs, leftOut } = await readPreferences(train.file, train.name);
  if (heldOut === null) {
    const split = holdOut(pairs, SPLIT_SEED, train.name);
    const names = { train: train.name, heldOut: `${train.name}, held out` };
    return { train: split.training, heldOut: split.heldOut, names, leftOut };
  }
  const other = await readPreferences(heldOut.file, heldOut.name);
  const names = { train: train.name, heldOut: heldOut.name };
  return { train: pairs, heldOut: other.pairs, names, leftOut: allLeftOut([leftOut, other.leftOut]) };
}

/** @throws PlaygroundError where the model reads none of the pairs of either part */
export function tokeniseSplit(split: PairSplit, tokenizer: Tokenizer, contextLength: number): TrainingData {
  const tokenised = (part: "train" | "heldOut") =>
    tokenisePairs(split[part], tokenizer, contextLength, split.names[part]);
  const [train, heldOut] = [tokenised("train"), tokenised("heldOut")];
  return { train, heldOut, leftOut: allLeftOut([split.leftOut, train.leftOut, heldOut.leftOut]) };
}
