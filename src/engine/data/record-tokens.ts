import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "../tokenizer/conversation.ts";
import { type PromptedResponse, tokenised } from "../tokenizer/sequence.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { exchangesOf } from "./exchange.ts";
import type { DataRecord } from "./record.ts";

/** Whose tokens are counted, and how many of them it takes. */
export interface TextReader {
  tokenizer: Tokenizer;
  contextLength: number;
}

/**
 * Whether a model reads a text as it is. Training leaves out what it would have to cut, or to guess at, what it cannot
 * tell apart, and what the chat template refuses.
 */
export const FITS = ["whole", "too long", "unknown words", "same tokens", "refused"] as const;
export type Fit = (typeof FITS)[number];

/** How many tokens a record has: of its prompt with the start token, of each response with the end token. */
export interface RecordTokens {
  prompt: number;
  /** In the order of `responsesOf`; none where the chat template refuses one. */
  responses: number[];
  /** Of prompt and longest response. */
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

/** Whether a better response of a comparison is the same tokens as a worse one: nothing can be learned from it. */
export function hasSameSides(record: DataRecord, sequences: readonly PromptedResponse[]): boolean {
  if (record.kind !== "comparison") return false;
  const better = new Set(sequences.slice(0, record.chosen.length).map(tokensKey));
  return sequences.slice(record.chosen.length).some((worse) => better.has(tokensKey(worse)));
}

/** The same for the same tokens. */
export function tokensKey({ promptIds, responseIds }: PromptedResponse): string {
  return `${promptIds.join(" ")} : ${responseIds.join(" ")}`;
}

/** An exchange as a model reads it, or what its chat template has against it. */
export type ReadExchange =
  | { sequence: PromptedResponse; fit: Exclude<Fit, "same tokens" | "refused"> }
  | { sequence: null; fit: "refused"; why: string };

/** @throws PlaygroundError where no token of the model ends a text */
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
