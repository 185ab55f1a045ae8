import { UnusableRecord } from "../unusable-record.ts";
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
 * @param unknownWords whether words the tokenizer does not know may be read as its unknown token
 * @throws UnusableRecord naming unknown words, an empty prompt that no token begins, how many tokens there are and how
 *   many fit, or what the chat template says against it
 */
export function sequenceOf(
  tokenizer: Tokenizer,
  exchange: Exchange,
  contextLength: number,
  where: string,
  unknownWords: "refused" | "read" = "refused",
): PromptedResponse {
  const { unknown, ...sequence } = written(tokenizer, exchange, where);
  if (unknown.length > 0 && unknownWords === "refused") {
    throw new UnusableRecord("words the model does not know", {
      what: `The model does not know ${unknown.map((word) => `"${word}"`).join(", ")}`,
      where,
      fix: "Use a model whose tokenizer covers the data.",
    });
  }
  if (sequence.promptIds.length === 0) {
    throw new UnusableRecord("empty prompt", {
      what: "The prompt is empty, and the tokenizer begins no text with a token of its own",
      where,
      expected: "a token that the first one of the response is predicted from",
      found: "none",
      fix: "Give the record a prompt, or remove it.",
    });
  }
  const length = sequence.promptIds.length + sequence.responseIds.length;
  if (length <= contextLength) return sequence;
  throw new UnusableRecord("too long", {
    what: "Prompt and response do not fit the model's context",
    where,
    expected: `at most ${contextLength} tokens`,
    found: `${length}`,
    fix: "Shorten or remove the record.",
  });
}

/** A chat template knows its own file, but not the record it refuses. */
function written(tokenizer: Tokenizer, exchange: Exchange, where: string): PromptedResponse & { unknown: string[] } {
  try {
    return { ...tokenised(tokenizer, exchange), unknown: tokenizer.unknownWordsOf(exchange) };
  } catch (thrown) {
    if (!(thrown instanceof UnusableRecord)) throw thrown;
    const { report } = thrown;
    throw new UnusableRecord(thrown.why, { ...report, where: `${where}; ${report.where}` }, { cause: thrown });
  }
}
