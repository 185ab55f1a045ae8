import { checkSomeLeft, type LeftOut, Omissions } from "../data/left-out.ts";
import { placeText } from "../data/place.ts";
import { contradicted, type PlacedPreference } from "../data/read-records.ts";
import { sameTokens } from "../data/readable-records.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import { sequenceOf } from "../tokenizer/sequence.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { TokenSequence } from "./batching.ts";

/** A response with the generation probability of each of its tokens, or null where nobody has asked for them. */
export interface Response extends TokenSequence {
  q: readonly number[] | null;
}

/** A chosen and a rejected response to one prompt, as tokens. */
export interface TokenPair {
  chosen: Response;
  rejected: Response;
  /** By how much the chosen reward should win at least. */
  margin: number;
}

/** The pairs that a model reads, as texts and as tokens in the same order, and what was left out. */
export interface TokenisedPairs {
  preferences: PlacedPreference[];
  pairs: TokenPair[];
  leftOut: LeftOut;
}

/**
 * Prompt and response, as `sequenceOf` gives them, of both responses of every pair. A record of which a response cannot be
 * read, or is the same tokens as the one it is held against, is left out with all its pairs.
 * @param name of the file, for errors
 * @throws PlaygroundError where no pair is left, or no token of the model ends a text
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
    const { promptIds, responseIds } = sequenceOf(tokenizer, { prompt, response }, contextLength, where);
    return { ids: [...promptIds, ...responseIds], responseStart: promptIds.length, q: null };
  }

  function isLeftOut({ chosen, rejected }: PlacedPreference["places"]): boolean {
    return omissions.has(chosen) || omissions.has(rejected);
  }
}

/** Whether both responses stand in one record. */
function isOne({ chosen, rejected }: PlacedPreference["places"]): boolean {
  return placeText(chosen) === placeText(rejected);
}

/** Pairs are padded to multiples of this many tokens: four shapes or so for the embedded data. */
export const PAIR_BUCKET = 32;

/** Tokens of the longer response with its prompt. */
export function pairLength({ chosen, rejected }: TokenPair): number {
  return Math.max(chosen.ids.length, rejected.ids.length);
}

export function pairTokens(pairs: readonly TokenPair[]): number {
  return pairs.reduce((sum, { chosen, rejected }) => sum + chosen.ids.length + rejected.ids.length, 0);
}
