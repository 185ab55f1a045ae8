import type { TrainingRecord } from "../data/read-records.ts";
import { textOf } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { PairProcessRewards } from "../training/evaluate-pairs.ts";
import { type Example, exampleResponses, type Response } from "../training/pairs.ts";

/**
 * The first held-out pair, for which every trial keeps its process rewards: the prompt, and both responses as tokens.
 * If the record is a single response, `rejected` is empty.
 */
export interface TrialPair {
  prompt: string;
  chosen: readonly string[];
  rejected: readonly string[];
}

/** The pinned pair of held-out records; null if there are none. */
export function trialPair(
  [record]: readonly TrainingRecord[],
  [example]: readonly Example[],
  tokenizer: Tokenizer,
): TrialPair | null {
  if (!record || !example) return null;
  const texts = ({ ids, responseStart }: Response) => ids.slice(responseStart).map((id) => tokenizer.tokenText(id));
  const [chosen = [], rejected = []] = exampleResponses(example).map(texts);
  return { prompt: textOf(record.prompt, "user"), chosen, rejected };
}

/** Rewards rounded to the digits that a figure needs, so that records of thousands of trials stay small. */
export function rounded({ chosen, rejected }: PairProcessRewards): PairProcessRewards {
  const short = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));
  return { chosen: short(chosen), rejected: short(rejected) };
}
