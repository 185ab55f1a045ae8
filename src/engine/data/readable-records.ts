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

/** A record as a model reads it: prompt and response of each of its responses, in the order of `responsesOf`. */
export type ReadableRecord<Item extends Placed> = Item & {
  exchanges: readonly Exchange[];
  sequences: readonly PromptedResponse[];
};

/**
 * The records that a model reads whole. Left out are those of which it cannot read a response, those whose better and
 * worse response are the same tokens to it, and those that say the opposite of another one of the same tokens.
 * @param omissions takes what is left out
 * @param unknownWords as `sequenceOf` takes it
 * @throws PlaygroundError where no token of the model ends a text
 */
export function readableRecords<Item extends Placed>(
  records: readonly Item[],
  { tokenizer, contextLength }: TextReader,
  omissions: Omissions,
  unknownWords: "refused" | "read" = "refused",
): ReadableRecord<Item>[] {
  trainingIds(tokenizer);
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

  /** Where words are read as the unknown token, others are the same tokens, too. */
  function isStrange({ responseIds }: PromptedResponse): boolean {
    return tokenizer.unknownId !== null && responseIds.includes(tokenizer.unknownId);
  }
}

/** What is wrong with a pair that a model cannot tell apart. */
export function sameTokens(): UnusableRecord {
  return new UnusableRecord("same tokens on both sides", {
    what: "Better and worse response are the same tokens to the model, so that nothing can be learned from them",
    fix: "Remove the record, or give responses that differ in more than spaces.",
  });
}
