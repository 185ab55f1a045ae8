import { UnusableRecord } from "../unusable-record.ts";
import { commonLength } from "./common-length.ts";
import { type Exchange, type TextOrChat, textOf } from "./conversation.ts";
import { trainingIds } from "./special-ids.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A prompt and a response as tokens; the last one of the response is the one whose reward is the outcome. */
export interface PromptedResponse {
  promptIds: number[];
  responseIds: number[];
}

/**
 * Prompt and response as the model reads them: written whole, by the checkpoint's chat template or as one text, and cut into
 * tokens once. A text ends with the end token, where the post-processor has not put it; a conversation ends as its template
 * ends it. That last token is the one a sequence classifier pools. Where the response begins follows from the whole: behind
 * what it has in common with the prompt alone, and behind what the template writes before every answer.
 * @throws UnusableRecord where the template refuses, or leaves nothing of the response
 */
export function tokenised(tokenizer: Tokenizer, exchange: Exchange): PromptedResponse {
  const { ids, begun } = cutWhole(tokenizer, exchange);
  const start = commonLength(ids, begun);
  if (start < ids.length) return { promptIds: ids.slice(0, start), responseIds: ids.slice(start) };
  throw new UnusableRecord("refused by the chat template", {
    what: "The chat template writes nothing of the response",
    where: "chat template",
    expected: "a token of the response, whose reward is the outcome",
    found: "none",
    fix: "Give a response that is not empty, or correct the template.",
  });
}

/** The whole as one text and as tokens, and the tokens of what comes before the answer's text. */
function cutWhole(tokenizer: Tokenizer, exchange: Exchange) {
  const { writing } = tokenizer;
  const text = writing.whole(exchange);
  const before = writing.begun(exchange.prompt);
  const opened = before + (writing.frame?.opening ?? "");
  const begun = tokenizer.cut(text.startsWith(opened) ? opened : before);
  if (writing.hasSpecialTokens) return { text, ids: tokenizer.cut(text), begun };
  const { eosId } = trainingIds(tokenizer);
  const ids = tokenizer.encode(text);
  return { text, ids: ids.at(-1) === eosId ? ids : [...ids, eosId], begun };
}

/** The words of an exchange, as it is written, that would become the unknown token. */
export function unknownWordsOf(tokenizer: Tokenizer, exchange: Exchange): string[] {
  if (tokenizer.unknownId === null) return [];
  const [whole, begun] = [tokenizer.writing.whole(exchange), tokenizer.writing.begun(exchange.prompt)];
  // A person knows the words of the response by themselves, and the last one of the prompt.
  const parts = whole.startsWith(begun) ? `${begun} ${whole.slice(begun.length)}` : whole;
  const words = tokenizer.unknownWords(parts);
  return words.length > 0 ? words : tokenizer.unknownWords(whole);
}

/**
 * Index of the response token that writes the last character before every offset of an answer's text. Behind the whole text
 * that is the last token of all, where the response is complete.
 * @param offsets in the text of the response, each behind a character that is no space
 * @throws UnusableRecord where the chat template writes the answer's text otherwise
 */
export function tokensBefore(tokenizer: Tokenizer, exchange: Exchange, offsets: readonly number[]): number[] {
  const answer = textOf(exchange.response, "assistant");
  const { text, ids, begun } = cutWhole(tokenizer, exchange);
  const start = commonLength(ids, begun);
  const [trimmed, leading] = [answer.trim(), answer.length - answer.trimStart().length];
  const at = text.lastIndexOf(trimmed);
  if (at < 0) throw rewritten();
  return offsets.map((offset) => {
    if (offset >= answer.trimEnd().length) return ids.length - 1 - start;
    const broken = tokenizer.cut(text.slice(0, at + offset - leading));
    const common = commonLength(ids, broken);
    return Math.max(0, (common === broken.length ? common - 1 : common) - start);
  });
}

function rewritten(): UnusableRecord {
  return new UnusableRecord("refused by the chat template", {
    what: "The chat template writes the answer otherwise than it is given, so that it cannot be told where its steps end",
    where: "chat template",
    expected: "the text of the answer",
    found: "another text",
    fix: "Give steps without what the template takes out, such as a block of thought.",
  });
}

/** What a policy wrote, as far as it came. */
export interface Written {
  prompt: TextOrChat;
  /** With the end token, where the response came to its end. */
  ids: readonly number[];
  isFinished: boolean;
}

/** The tokens of a written response as a judge reads them. */
export interface Judged extends PromptedResponse {
  /** How many of the response's tokens the chat template writes before those of the policy. */
  opening: number;
}

/**
 * What a policy wrote, as a judge reads a whole conversation: behind the prompt what its chat template writes before every
 * answer, then the policy's tokens, of which the end token gives way to all that the template ends an answer with. The
 * reward of the last token is the outcome, as `tokenised` has it.
 * @param tokenizer the judge's
 */
export function asJudged(tokenizer: Tokenizer, { prompt, ids, isFinished }: Written): Judged {
  const promptIds = tokenizer.promptIds(prompt);
  const opening = ids.length > 0 ? openingBefore(tokenizer, ids[0] as number) : [];
  const written = ids.flatMap((id, t) => (isFinished && t === ids.length - 1 ? endingFor(tokenizer, id) : id));
  return { promptIds, responseIds: [...opening, ...written], opening: opening.length };
}

/** What the template writes before an answer, unless the policy has begun to write it itself, as a block of thought. */
export function openingBefore(tokenizer: Tokenizer, firstId: number): readonly number[] {
  const { opening } = frameIds(tokenizer);
  return opening[0] === firstId ? [] : opening;
}

/** What a judge reads in the place of the token with which a policy ended. */
export function endingFor(tokenizer: Tokenizer, endId: number): readonly number[] {
  const { ending } = frameIds(tokenizer);
  return ending.length > 0 ? ending : [endId];
}

const frames = new WeakMap<Tokenizer, { opening: number[]; ending: number[] }>();

/** The tokens that are written before and behind the text of an answer. */
function frameIds(tokenizer: Tokenizer): { opening: number[]; ending: number[] } {
  const known = frames.get(tokenizer) ?? readFrame(tokenizer);
  frames.set(tokenizer, known);
  return known;
}

function readFrame(tokenizer: Tokenizer): { opening: number[]; ending: number[] } {
  const { frame, hasSpecialTokens } = tokenizer.writing;
  if (!hasSpecialTokens || !frame) return { opening: [], ending: [] };
  const exchange: Exchange = { prompt: "q", response: "7" };
  const { text, ids } = cutWhole(tokenizer, exchange);
  const before = tokenizer.writing.begun("q");
  const [unopened, opened, answered] = [
    before,
    before + frame.opening,
    text.slice(0, text.length - frame.ending.length),
  ].map((beginning) => commonLength(ids, tokenizer.cut(beginning))) as [number, number, number];
  return { opening: ids.slice(unopened, opened), ending: ids.slice(answered) };
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
    return { ...tokenised(tokenizer, exchange), unknown: unknownWordsOf(tokenizer, exchange) };
  } catch (thrown) {
    if (!(thrown instanceof UnusableRecord)) throw thrown;
    const { report } = thrown;
    throw new UnusableRecord(thrown.why, { ...report, where: `${where}; ${report.where}` }, { cause: thrown });
  }
}
