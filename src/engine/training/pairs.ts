import type { Preference } from "../data/preference.ts";
import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "../tokenizer/conversation.ts";
import { sequenceOf } from "../tokenizer/sequence.ts";
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
    const { promptIds, responseIds } = sequenceOf(tokenizer, exchange, contextLength, where);
    return { ids: [...promptIds, ...responseIds], responseStart: promptIds.length, q: null };
  }
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
