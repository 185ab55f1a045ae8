import { preferenceOf } from "../data/exchange.ts";
import type { Preference } from "../data/preference.ts";
import { PlaygroundError } from "../errors.ts";
import type { PolicyResponse } from "../policy/respond.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Response, TokenPair } from "../training/pairs.ts";
import type { SampledPrompt } from "./sampled-prompt.ts";

export interface RewardedResponse extends PolicyResponse {
  /** Outcome reward, raw. */
  reward: number;
}

/** The best and the worst response to a prompt in the eyes of a reward model. */
export interface RewardedPair {
  prompt: TextOrChat;
  chosen: RewardedResponse;
  rejected: RewardedResponse;
}

/** Why a prompt gave no pair. */
export interface DroppedPrompts {
  /** Fewer than two of its responses came to an end. */
  unfinished: number;
  /** All its responses are the same text. */
  equal: number;
  /** Best and worst reward are the same, or closer than the minimal gap. */
  close: number;
}

export interface PairChoice {
  pairs: RewardedPair[];
  dropped: DroppedPrompts;
}

/**
 * One pair a prompt, best against worst (docs/method.md section 6). Only finished responses count; of equally rewarded
 * ones the first drawn is taken.
 * @param rewards of every sample, as `sampleRewards` gives them
 * @param minimalGap rewards that differ by less say too little; 0 drops equal ones alone
 * @throws PlaygroundError where no pair is left, saying why
 */
export function choosePairs(
  prompts: readonly SampledPrompt[],
  rewards: readonly (readonly number[])[],
  minimalGap: number,
): PairChoice {
  const pairs: RewardedPair[] = [];
  const dropped: DroppedPrompts = { unfinished: 0, equal: 0, close: 0 };
  for (const [i, { prompt, samples }] of prompts.entries()) {
    const finished = samples
      .map((sample, k): RewardedResponse => ({ ...sample, reward: rewards[i]?.[k] as number }))
      .filter(({ finish }) => finish === "eos");
    const reason = reasonToDrop(finished, minimalGap);
    if (reason) dropped[reason] += 1;
    else pairs.push({ prompt, chosen: highest(finished), rejected: lowest(finished) });
  }
  if (pairs.length === 0) throw noPairs(prompts.length, dropped, minimalGap);
  return { pairs, dropped };
}

/** By how much the chosen response has the higher reward. */
export function rewardGap({ chosen, rejected }: RewardedPair): number {
  return chosen.reward - rejected.reward;
}

/** Pairs as a `PolicyRun` is made of, token by token as they were sampled, the reference's probabilities with them. */
export function policyPairs(pairs: readonly RewardedPair[], tokenizer: Tokenizer): TokenPair[] {
  return pairs.map(({ prompt, chosen, rejected }) => {
    const promptIds = tokenizer.promptIds(prompt);
    const response = ({ ids, q }: PolicyResponse): Response => ({
      ids: [...promptIds, ...ids],
      responseStart: promptIds.length,
      q,
    });
    return { chosen: response(chosen), rejected: response(rejected), margin: 0 };
  });
}

/** Pairs as text records, with the reward gap as their margin: what a file holds, and what names the data. */
export function preferencesOf(pairs: readonly RewardedPair[]): Preference[] {
  return pairs.map((pair) => ({
    ...preferenceOf({ prompt: pair.prompt, chosen: pair.chosen.text, rejected: pair.rejected.text }),
    margin: rewardGap(pair),
  }));
}

function reasonToDrop(finished: readonly RewardedResponse[], minimalGap: number): keyof DroppedPrompts | null {
  if (finished.length < 2) return "unfinished";
  if (finished.every(({ text }) => text === finished[0]?.text)) return "equal";
  const gap = highest(finished).reward - lowest(finished).reward;
  return gap === 0 || gap < minimalGap ? "close" : null;
}

// Sorting is stable: among equals the first drawn stays first.
function highest(responses: readonly RewardedResponse[]): RewardedResponse {
  return responses.toSorted((a, b) => b.reward - a.reward)[0] as RewardedResponse;
}

function lowest(responses: readonly RewardedResponse[]): RewardedResponse {
  return responses.toSorted((a, b) => a.reward - b.reward)[0] as RewardedResponse;
}

function noPairs(prompts: number, { unfinished, equal, close }: DroppedPrompts, minimalGap: number): PlaygroundError {
  return new PlaygroundError({
    what: "No preference pair is left to train on",
    where: `${prompts} prompts`,
    expected: `a prompt with two different responses whose rewards ${minimalGap > 0 ? `are ${minimalGap} apart` : "differ"}`,
    found:
      `${unfinished} prompts with fewer than two finished responses, ${equal} whose responses are all the same text, ` +
      `${close} whose rewards are equal or too close`,
    fix: "Draw more samples, give more prompts, lower the minimal gap, or choose another reward model.",
  });
}
