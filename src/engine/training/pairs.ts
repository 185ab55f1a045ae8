import type { Preference } from "../data/preference.ts";
import type { StepEnd } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "../tokenizer/conversation.ts";
import { type PromptedResponse, sequenceOf } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { TokenSequence } from "./batching.ts";

/** A response with the generation probability of each of its tokens, or null where nobody has asked for them. */
export interface Response extends TokenSequence {
  q: readonly number[] | null;
  /** Where its steps end, in order, and which of them are right; absent where nobody has labelled them. */
  steps?: readonly StepEnd[];
}

/** A chosen and a rejected response to one prompt, as tokens. */
export interface TokenPair {
  chosen: Response;
  rejected: Response;
  /** By how much the chosen reward should win at least. */
  margin: number;
}

/** One thing to be trained on: a pair, or a response alone whose steps are labelled. */
export type Example = TokenPair | Response;

/** Of a pair chosen and rejected, in this order. */
export function responsesOf(example: Example): readonly Response[] {
  return "chosen" in example ? [example.chosen, example.rejected] : [example];
}

/** The example with other responses in the place of its own. */
export function withResponses<E extends Example>(
  example: E,
  change: (response: Response, place: number) => Response,
): E {
  if (!("chosen" in example)) return { ...example, ...change(example, 0) };
  return { ...example, chosen: change(example.chosen, 0), rejected: change(example.rejected, 1) };
}

/**
 * Examples as pairs, for a method that compares.
 * @throws PlaygroundError where they are responses alone
 */
export function asPairs(examples: readonly Example[], method: string): TokenPair[] {
  return examples.map((example) => {
    if ("chosen" in example) return example;
    throw new PlaygroundError({
      what: `The method ${method} compares a better response with a worse one, and labelled steps alone give none`,
      where: `training, method ${method}`,
      expected: "pairs",
      found: "responses whose steps are labelled",
      fix: "Train it by itself on pairs, or train prm or prm_icrm on these data.",
    });
  });
}

/**
 * Prompt and response, as `sequenceOf` gives them, of both responses of every record.
 * @throws PlaygroundError naming the record: identical responses, unknown words, or more tokens than the context holds
 */
export function tokenisePairs(
  preferences: readonly Preference[],
  tokenizer: Tokenizer,
  contextLength: number,
): TokenPair[] {
  return preferences.map(({ prompt, chosen, rejected, margin = 0 }, index) => {
    const where = `pair ${index + 1}`;
    if (JSON.stringify(chosen) === JSON.stringify(rejected)) {
      throw new PlaygroundError({
        what: "Chosen and rejected are the same text",
        where,
        fix: "Remove the pair: nothing can be learned from it.",
      });
    }
    return {
      chosen: tokens({ prompt, response: chosen }, where),
      rejected: tokens({ prompt, response: rejected }, where),
      margin,
    };
  });

  function tokens(exchange: Exchange, where: string): Response {
    return responseOf(sequenceOf(tokenizer, exchange, contextLength, where));
  }
}

export function responseOf({ promptIds, responseIds }: PromptedResponse): Response {
  return { ids: [...promptIds, ...responseIds], responseStart: promptIds.length, q: null };
}

/** Pairs are padded to multiples of this many tokens: four shapes or so for the embedded data. */
export const PAIR_BUCKET = 32;

/** Tokens of the longest response with its prompt. */
export function pairLength(example: Example): number {
  return Math.max(...responsesOf(example).map(({ ids }) => ids.length));
}

export function pairTokens(examples: readonly Example[]): number {
  return examples.flatMap(responsesOf).reduce((sum, { ids }) => sum + ids.length, 0);
}
