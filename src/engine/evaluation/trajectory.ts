import type { ProcessRewards } from "../reward/judge.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { Mistake } from "../world/index.ts";
import type { ValueEstimate } from "./values.ts";

/** A response in text and tokens with its labels, not yet scored by a reward model. */
export interface LabelledTrajectory extends PromptedResponse {
  /**
   * The problem that the response answers. Responses to one problem are not independent, so intervals are drawn over
   * problems.
   */
  problem: string;
  /** The response's place in its file, for errors and pages: "pairs.jsonl, line 12, chosen". */
  where: string;
  prompt: string;
  response: string;
  /** Whether the answer is right; null if it was not labelled. */
  correct: boolean | null;
  /** Index of the last response token of every step; empty if the response has no labelled steps. */
  stepEnds: readonly number[];
  /** Index of the first wrong step, from 0; −1 if there is none, null if that is not known. */
  firstWrongStep: number | null;
  /** Generation probability of every response token; null if there is no generator. */
  q: readonly number[] | null;
  /** Values of prefixes, all exact or all measured, ascending by position; empty if none are known. */
  values: readonly KnownValue[];
  /** If the values are exact, q\* of every response token under the class; otherwise null. */
  classQ: readonly number[] | null;
  /** The mistake that the verifier finds; null if the response is right or was not verified. */
  mistake: Mistake | null;
}

/** A trajectory with the process rewards of every reward model, by the model's id. */
export interface JudgedTrajectory extends LabelledTrajectory {
  rewards: Readonly<Record<string, ProcessRewards>>;
}

/** Responses to one prompt, the chosen ones better than the rejected ones; a preference pair has one of each. */
export interface TrajectoryComparison {
  problem: string;
  where: string;
  /** Indices into the trajectories. */
  chosen: readonly number[];
  rejected: readonly number[];
  /** The subset of a benchmark that the comparison belongs to; null outside of benchmarks. */
  subset: string | null;
  /** The record's id in its file; null if it has none. */
  id: string | null;
}

/** The records of an evaluation. */
export interface LabelledRecords {
  trajectories: readonly LabelledTrajectory[];
  comparisons: readonly TrajectoryComparison[];
}

/** Records with one judge's reward for every prefix, by trajectory; NaN where the judge gives none. */
export interface ScoredRecords extends LabelledRecords {
  rewards: readonly ProcessRewards[];
}

/**
 * The process reward of a prefix; NaN if there is none.
 * @param position index of the prefix's last response token; −1 is the end of the prompt
 */
export function rewardAt(rewards: ProcessRewards | undefined, position: number): number {
  return (position < 0 ? rewards?.prompt : rewards?.tokens[position]) ?? Number.NaN;
}

/** r_n, the reward at the last response token. */
export function outcomeReward(rewards: ProcessRewards | undefined): number {
  return rewardAt(rewards, (rewards?.tokens.length ?? 0) - 1);
}

/** The value of a prefix, exact or measured. */
export type KnownValue = ValueEstimate | ExactValue;

/** V\* of a prefix under the class of students: a sum over its students, without sampling error. */
export interface ExactValue {
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  value: number;
}
