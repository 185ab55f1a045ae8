import { tokenised } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { plainResponses } from "./plain-text.ts";
import type { DataRecord } from "./record.ts";

/** Whose tokens are counted, and how many of them it takes. */
export interface TextReader {
  tokenizer: Tokenizer;
  contextLength: number;
}

/** Whether a model reads a text as it is. Training refuses what it would have to cut, or to guess at. */
export type Fit = "whole" | "too long" | "unknown words";

/** How many tokens a record has: of its prompt with the start token, of each response with the end token. */
export interface RecordTokens {
  prompt: number;
  /** In the order of `responsesOf`. */
  responses: number[];
  /** Of prompt and longest response. */
  fit: Fit;
}

export function recordTokens(record: DataRecord, reader: TextReader): RecordTokens {
  const { tokenizer } = reader;
  const sequences = plainResponses(record).map(({ prompt, response }) => tokenised(tokenizer, prompt, response));
  const fits = sequences.map(({ promptIds, responseIds }) => fitOf([...promptIds, ...responseIds], reader));
  return {
    prompt: sequences[0]?.promptIds.length ?? 0,
    responses: sequences.map(({ responseIds }) => responseIds.length),
    fit: fits.find((fit) => fit !== "whole") ?? "whole",
  };
}

/** Of a prompt and a response as one sequence. */
export function fitOf(ids: readonly number[], { tokenizer, contextLength }: TextReader): Fit {
  if (ids.length > contextLength) return "too long";
  return tokenizer.unknownId !== null && ids.includes(tokenizer.unknownId) ? "unknown words" : "whole";
}
