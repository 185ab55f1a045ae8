import { preferenceOf } from "../data/exchange.ts";
import type { Preference } from "../data/preference.ts";
import { PlaygroundError } from "../errors.ts";
import type { PolicyResponse } from "../policy/respond.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Response, TokenPair } from "../training/pairs.ts";
import type { SampledPrompt } from "./sampled-prompt.ts";

export interface RewardedResponse extends PolicyResponse {
  /** The outcome reward, not normalised. */
  reward: number;
}

/**
 * A prompt with the response that a reward model gives the highest reward, and the response that it gives the lowest.
 */
export interface RewardedPair {
  prompt: TextOrChat;
  chosen: RewardedResponse;
  rejected: RewardedResponse;
}

/** How many prompts gave no pair, by the reason. */
export interface DroppedPrompts {
  /** Fewer than two responses to the prompt came to an end. */
  unfinished: number;
  /** All responses to the prompt are the same text. */
  equal: number;
  /** The highest and the lowest reward are equal, or differ by less than the minimal gap. */
  close: number;
}

export interface PairChoice {
  pairs: RewardedPair[];
  dropped: DroppedPrompts;
}

/**
 * Makes one pair a prompt, the best response against the worst (docs/method.md section 6). Only finished responses
 * count; of equally rewarded responses the first one drawn is taken.
 * @param rewards the reward of every sample, as `sampleRewards` returns them
 * @param minimalGap a prompt whose best and worst rewards differ by less gives no pair; 0 drops equal rewards only
 * @throws PlaygroundError saying why, if no pair is left
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

/** The reward of the chosen response minus the reward of the rejected response. */
export function rewardGap({ chosen, rejected }: RewardedPair): number {
  return chosen.reward - rejected.reward;
}

/** Pairs for a `PolicyRun`: the token ids that were sampled, with the reference policy's probabilities of them. */
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

/** Pairs as text records with the reward gap as `margin`: a file holds these records, and their hash names the data. */
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
