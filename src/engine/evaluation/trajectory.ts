import type { ProcessRewards } from "../reward/reward-model.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { Mistake } from "../world/index.ts";
import type { KnownValue } from "./known-value.ts";

/** A response whose truth is known, as text and as tokens, before any reward model has seen it. */
export interface LabelledTrajectory extends PromptedResponse {
  /** The problem it answers. Responses to one problem are not independent: intervals are drawn over problems. */
  problem: string;
  /** Where it stands in its file, for errors and pages: "pairs.jsonl, line 12, chosen". */
  where: string;
  prompt: string;
  response: string;
  /** Whether its answer is right; null where nobody knows. */
  correct: boolean | null;
  /** Index of the last response token of every step; empty where there are none to speak of. */
  stepEnds: readonly number[];
  /** Index of the first wrong step, 0-based; −1 if there is none, null where nobody knows. */
  firstWrongStep: number | null;
  /** Generation probability of every response token; null where nobody has asked for them. */
  q: readonly number[] | null;
  /** Values of prefixes, all exact or all measured, ascending by position; empty where none are known. */
  values: readonly KnownValue[];
  /** q\* of every response token under the class whose exact values these are; null where they are none. */
  classQ: readonly number[] | null;
  /** The mistake that the verifier finds; null where nothing is wrong, or nobody knows. */
  mistake: Mistake | null;
}

/** A trajectory with what every reward model says of its prefixes, by the model's id. */
export interface JudgedTrajectory extends LabelledTrajectory {
  rewards: Readonly<Record<string, ProcessRewards>>;
}

/** Responses to one prompt of which some are better than the others; a preference pair has one of each. */
export interface Comparison {
  problem: string;
  where: string;
  /** Indices into the trajectories. */
  chosen: readonly number[];
  rejected: readonly number[];
  /** The part of a benchmark it belongs to; null outside of benchmarks. */
  subset: string | null;
  /** What its file calls it; null where it has no name. */
  id: string | null;
}

/** What an evaluation is about. */
export interface LabelledRecords {
  trajectories: readonly LabelledTrajectory[];
  comparisons: readonly Comparison[];
}

/** Records with what one judge says of every prefix, by trajectory; NaN where it says nothing. */
export interface ScoredRecords extends LabelledRecords {
  rewards: readonly ProcessRewards[];
}

/**
 * The process reward at a prefix; NaN where there is none.
 * @param position index of its last response token; −1 is the end of the prompt
 */
export function rewardAt(rewards: ProcessRewards | undefined, position: number): number {
  return (position < 0 ? rewards?.prompt : rewards?.tokens[position]) ?? Number.NaN;
}

/** r_n, the reward at the last response token. */
export function outcomeReward(rewards: ProcessRewards | undefined): number {
  return rewardAt(rewards, (rewards?.tokens.length ?? 0) - 1);
}
