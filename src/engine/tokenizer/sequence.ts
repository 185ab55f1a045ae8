import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "./conversation.ts";
import { trainingIds } from "./special-ids.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A prompt and a response as tokens; the response ends with the end token, the one whose reward is the outcome. */
export interface PromptedResponse {
  promptIds: number[];
  responseIds: number[];
}

/** The prompt as the checkpoint has it written, response `<eos>`; words the tokenizer does not know become its unknown token. */
export function tokenised(tokenizer: Tokenizer, exchange: Exchange): PromptedResponse {
  const promptIds = tokenizer.promptIds(exchange.prompt);
  const responseIds = [...tokenizer.responseIds(exchange), trainingIds(tokenizer).eosId];
  return { promptIds, responseIds };
}

/**
 * The same of what a model can read whole.
 * @param where names the record in errors
 * @throws PlaygroundError naming unknown words, an empty prompt that no token begins, or how many tokens there are and how many fit
 */
export function sequenceOf(
  tokenizer: Tokenizer,
  exchange: Exchange,
  contextLength: number,
  where: string,
): PromptedResponse {
  const unknown = tokenizer.unknownWordsOf(exchange);
  if (unknown.length > 0) {
    throw new PlaygroundError({
      what: `The model does not know ${unknown.map((word) => `"${word}"`).join(", ")}`,
      where,
      fix: "Use a model whose tokenizer covers the data.",
    });
  }
  const sequence = tokenised(tokenizer, exchange);
  if (sequence.promptIds.length === 0) {
    throw new PlaygroundError({
      what: "The prompt is empty, and the tokenizer begins no text with a token of its own",
      where,
      expected: "a token that the first one of the response is predicted from",
      found: "none",
      fix: "Give the record a prompt, or remove it.",
    });
  }
  const length = sequence.promptIds.length + sequence.responseIds.length;
  if (length <= contextLength) return sequence;
  throw new PlaygroundError({
    what: "Prompt and response do not fit the model's context",
    where,
    expected: `at most ${contextLength} tokens`,
    found: `${length}`,
    fix: "Shorten or remove the record.",
  });
}
