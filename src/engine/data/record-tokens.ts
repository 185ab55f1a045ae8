import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "../tokenizer/conversation.ts";
import { type PromptedResponse, tokenised } from "../tokenizer/sequence.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { exchangesOf } from "./exchange.ts";
import type { DataRecord } from "./record.ts";

/** A model's tokenizer, and the length of its context in tokens. */
export interface TextReader {
  tokenizer: Tokenizer;
  contextLength: number;
}

/**
 * Whether a model can read a record. Training leaves out records that would have to be cut, that have words the
 * tokenizer does not know, whose two sides are the same tokens, or that the chat template refuses.
 */
export const FITS = ["whole", "too long", "unknown words", "same tokens", "refused"] as const;
export type Fit = (typeof FITS)[number];

/** Token counts of a record: of the prompt with the start token, and of each response with the end token. */
export interface RecordTokens {
  prompt: number;
  /** Counts in the order of `responsesOf`; empty if the chat template refuses a response. */
  responses: number[];
  /** Fit of the prompt with the longest response. */
  fit: Fit;
}

export function recordTokens(record: DataRecord, reader: TextReader): RecordTokens {
  const read = exchangesOf(record).map((exchange) => readExchange(exchange, reader));
  const sequences = read.flatMap(({ sequence }) => sequence ?? []);
  if (sequences.length < read.length) return { prompt: 0, responses: [], fit: "refused" };
  return {
    prompt: sequences[0]?.promptIds.length ?? 0,
    responses: sequences.map(({ responseIds }) => responseIds.length),
    fit: read.find(({ fit }) => fit !== "whole")?.fit ?? (hasSameSides(record, sequences) ? "same tokens" : "whole"),
  };
}

/** Whether a better and a worse response of a comparison are the same tokens: a model can learn nothing from them. */
export function hasSameSides(record: DataRecord, sequences: readonly PromptedResponse[]): boolean {
  if (record.kind !== "comparison") return false;
  const better = new Set(sequences.slice(0, record.chosen.length).map(tokensKey));
  return sequences.slice(record.chosen.length).some((worse) => better.has(tokensKey(worse)));
}

/** A key that is equal for equal tokens of prompt and response. */
export function tokensKey({ promptIds, responseIds }: PromptedResponse): string {
  return `${promptIds.join(" ")} : ${responseIds.join(" ")}`;
}

/** An exchange in a model's tokens, or the objection of the model's chat template. */
export type ReadExchange =
  | { sequence: PromptedResponse; fit: Exclude<Fit, "same tokens" | "refused"> }
  | { sequence: null; fit: "refused"; why: string };

/** @throws PlaygroundError if the model has no token that ends a text */
export function readExchange(exchange: Exchange, reader: TextReader): ReadExchange {
  trainingIds(reader.tokenizer);
  try {
    const sequence = tokenised(reader.tokenizer, exchange);
    return { sequence, fit: fitOf([...sequence.promptIds, ...sequence.responseIds], reader) };
  } catch (thrown) {
    if (!(thrown instanceof PlaygroundError)) throw thrown;
    return { sequence: null, fit: "refused", why: thrown.message };
  }
}

function fitOf(
  ids: readonly number[],
  { tokenizer, contextLength }: TextReader,
): Exclude<Fit, "same tokens" | "refused"> {
  if (ids.length > contextLength) return "too long";
  return tokenizer.unknownId !== null && ids.includes(tokenizer.unknownId) ? "unknown words" : "whole";
}
