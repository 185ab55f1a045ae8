import type { Exchange } from "../tokenizer/conversation.ts";
import { type PromptedResponse, sequenceOf } from "../tokenizer/sequence.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { Contradictions, verdictOf } from "./contradictions.ts";
import { exchangesOf } from "./exchange.ts";
import type { Omissions } from "./left-out.ts";
import type { Placed } from "./pair-up.ts";
import { placeText } from "./place.ts";
import { contradicted } from "./read-records.ts";
import { responseNames } from "./record.ts";
import { hasSameSides, type TextReader, tokensKey } from "./record-tokens.ts";

/** A record as a model reads it: the prompt with each response, in the order of `responsesOf`. */
export type ReadableRecord<Item extends Placed> = Item & {
  exchanges: readonly Exchange[];
  sequences: readonly PromptedResponse[];
};

/**
 * Picks the records that a model can read whole. Left out are records with a response that the model cannot read,
 * records whose better and worse response are the same tokens, and records that, in tokens, say the opposite of another
 * record.
 * @param omissions takes the records that are left out
 * @param unknownWords what `sequenceOf` does with unknown words
 * @throws PlaygroundError if the model has no token that ends a text
 */
export function readableRecords<Item extends Placed>(
  records: readonly Item[],
  { tokenizer, contextLength }: TextReader,
  omissions: Omissions,
  unknownWords: "refused" | "read" = "refused",
): ReadableRecord<Item>[] {
  if (!tokenizer.pairs && !tokenizer.writing.endsItself) trainingIds(tokenizer);
  const read = records.flatMap((item) => {
    const { place, record } = item;
    const exchanges = exchangesOf(record);
    const names = responseNames(record);
    const sequences = omissions.attempt(place, () => {
      const read = exchanges.map((exchange, i) =>
        sequenceOf(
          ...([tokenizer, exchange, contextLength] as const),
          [placeText(place), names[i]].filter(Boolean).join(", "),
          unknownWords,
        ),
      );
      if (!read.some(isStrange) && hasSameSides(record, read)) throw sameTokens();
      return read;
    });
    return sequences ? [{ ...item, exchanges, sequences }] : [];
  });
  const contradictions = new Contradictions();
  for (const [index, { record, sequences }] of read.entries()) {
    const [sequence] = sequences;
    if (record.kind !== "comparison" && sequence && !isStrange(sequence))
      contradictions.enter(index, tokensKey(sequence), verdictOf(record));
  }
  for (const { number, other } of contradictions.found()) {
    const [place, { number: line }] = [read[number]?.place, read[other]?.place] as [Placed["place"], Placed["place"]];
    omissions.add(place, contradicted(place, line));
  }
  return read.filter(({ place }) => !omissions.has(place));

  /**
   * Whether a response has words that the model reads as its unknown token; other words would become the same tokens.
   */
  function isStrange({ responseIds }: PromptedResponse): boolean {
    return tokenizer.unknownId !== null && responseIds.includes(tokenizer.unknownId);
  }
}

/** The problem of a pair whose responses are the same tokens for a model. */
export function sameTokens(): UnusableRecord {
  return new UnusableRecord("same tokens on both sides", {
    what: "Better and worse response are the same tokens to the model, so that nothing can be learned from them",
    fix: "Remove the record, or give responses that differ in more than spaces.",
  });
}
