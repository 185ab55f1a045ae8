import { checkSomeLeft, type LeftOut, Omissions } from "../data/left-out.ts";
import { placeText } from "../data/place.ts";
import { contradicted, type PlacedPreference } from "../data/read-records.ts";
import { sameTokens } from "../data/readable-records.ts";
import type { StepEnd } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import { type PromptedResponse, sequenceOf } from "../tokenizer/sequence.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { TokenSequence } from "./batching.ts";

/** A response with the generation probability of each of its tokens; `q` is null before the generator was asked. */
export interface Response extends TokenSequence {
  q: readonly number[] | null;
  /** The ends of the response's steps with their labels, in order; absent if the steps are not labelled. */
  steps?: readonly StepEnd[];
}

/** A chosen and a rejected response to one prompt, as tokens. */
export interface TokenPair {
  chosen: Response;
  rejected: Response;
  /** The least wanted difference of the two rewards. */
  margin: number;
}

/** A training example: a pair, or a single response whose steps are labelled. */
export type Example = TokenPair | Response;

/** The responses of an example: of a pair first the chosen, then the rejected one. */
export function exampleResponses(example: Example): readonly Response[] {
  return "chosen" in example ? [example.chosen, example.rejected] : [example];
}

/** The example with each response replaced by the result of a function. */
export function withResponses<E extends Example>(
  example: E,
  change: (response: Response, place: number) => Response,
): E {
  if (!("chosen" in example)) return { ...example, ...change(example, 0) };
  return { ...example, chosen: change(example.chosen, 0), rejected: change(example.rejected, 1) };
}

/**
 * Examples as pairs, for a method that compares responses.
 * @throws PlaygroundError if the examples are single responses
 */
export function asPairs(examples: readonly Example[], method: string): TokenPair[] {
  return examples.map((example) => {
    if ("chosen" in example) return example;
    throw new PlaygroundError({
      what: `The method ${method} compares a better with a worse response, and records of labelled steps have only one`,
      where: `training, method ${method}`,
      expected: "pairs",
      found: "responses whose steps are labelled",
      fix: "Train it by itself on pairs, or train prm or prm_icrm on these data.",
    });
  });
}

/** The pairs that a model can read, as texts and in the same order as tokens, and what was left out. */
export interface TokenisedPairs {
  preferences: PlacedPreference[];
  pairs: TokenPair[];
  leftOut: LeftOut;
}

/**
 * Tokenises both responses of every pair with `sequenceOf`. A record is left out with all its pairs if one of its
 * responses cannot be read, or has the same tokens as the response it is compared with.
 * @param name the name of the file in errors
 * @throws PlaygroundError if no pair is left, or the model has no token that ends a text
 */
export function tokenisePairs(
  preferences: readonly PlacedPreference[],
  tokenizer: Tokenizer,
  contextLength: number,
  name: string,
): TokenisedPairs {
  trainingIds(tokenizer);
  const omissions = new Omissions();
  const read = preferences.flatMap((preference) => {
    const pair = tokensOf(preference);
    return pair ? [{ preference, pair }] : [];
  });
  const left = read.filter(({ preference: { places } }) => !isLeftOut(places));
  const leftOut = omissions.account();
  checkSomeLeft(left.length, name, leftOut);
  return { preferences: left.map(({ preference }) => preference), pairs: left.map(({ pair }) => pair), leftOut };

  function tokensOf({ prompt, margin = 0, places, ...texts }: PlacedPreference): TokenPair | null {
    const chosen = side("chosen");
    const rejected = side("rejected");
    if (!chosen || !rejected) return null;
    if (String(chosen.ids) !== String(rejected.ids)) return { chosen, rejected, margin };
    if (isOne(places)) omissions.add(places.chosen, sameTokens());
    else {
      omissions.add(places.chosen, contradicted(places.chosen, places.rejected.number));
      omissions.add(places.rejected, contradicted(places.rejected, places.chosen.number));
    }
    return null;

    function side(name: "chosen" | "rejected"): Response | null {
      return omissions.attempt(places[name], () =>
        tokens(prompt, texts[name], `${placeText(places[name])}${isOne(places) ? `, ${name}` : ""}`),
      );
    }
  }

  function tokens(prompt: TextOrChat, response: TextOrChat, where: string): Response {
    return responseOf(sequenceOf(tokenizer, { prompt, response }, contextLength, where));
  }

  function isLeftOut({ chosen, rejected }: PlacedPreference["places"]): boolean {
    return omissions.has(chosen) || omissions.has(rejected);
  }
}

/** Whether both responses are in one record. */
function isOne({ chosen, rejected }: PlacedPreference["places"]): boolean {
  return placeText(chosen) === placeText(rejected);
}

export function responseOf({ promptIds, responseIds }: PromptedResponse): Response {
  return { ids: [...promptIds, ...responseIds], responseStart: promptIds.length, q: null };
}

/** Pairs are padded to multiples of this many tokens: about four shapes for the embedded data. */
export const PAIR_BUCKET = 32;

/** Number of tokens of the example's longest response with its prompt. */
export function pairLength(example: Example): number {
  return Math.max(...exampleResponses(example).map(({ ids }) => ids.length));
}

export function pairTokens(examples: readonly Example[]): number {
  return examples.flatMap(exampleResponses).reduce((sum, { ids }) => sum + ids.length, 0);
}
