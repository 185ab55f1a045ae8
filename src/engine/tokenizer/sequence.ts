import { UnusableRecord } from "../unusable-record.ts";
import { commonLength } from "./common-length.ts";
import { type Exchange, type TextOrChat, textOf } from "./conversation.ts";
import { trainingIds } from "./special-ids.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A prompt and a response as tokens; the reward at the response's last token is the outcome reward. */
export interface PromptedResponse {
  promptIds: number[];
  responseIds: number[];
}

/**
 * Prompt and response as tokens of the model: written as one text, by the checkpoint's chat template if there is one,
 * and cut into tokens once. A plain text ends with the end token, which is added if the post-processor has not done so;
 * a conversation ends as its template ends it. A sequence classifier pools this last token. The response begins after
 * the tokens that the whole shares with the prompt alone, and after the text that the template writes before every
 * answer.
 * @throws UnusableRecord if the template refuses, or if no token of the response is left
 */
export function tokenised(tokenizer: Tokenizer, exchange: Exchange): PromptedResponse {
  const whole = wholeText(tokenizer, exchange);
  if (whole.responseIds.length > 0) return whole;
  throw new UnusableRecord("refused by the chat template", {
    what: "The chat template writes nothing of the response",
    where: "chat template",
    expected: "a token of the response, whose reward is the outcome",
    found: "none",
    fix: "Give a response that is not empty, or correct the template.",
  });
}

/**
 * Tokenises a text that is read as a whole: an empty response at its end leaves no token of its own.
 * @throws UnusableRecord if the template refuses
 */
export function wholeText(tokenizer: Tokenizer, exchange: Exchange): PromptedResponse {
  const { ids, begun } = cutWhole(tokenizer, exchange);
  if (tokenizer.missesBytes && ids.includes(tokenizer.unknownId ?? -1)) throw bytesMissed(tokenizer, exchange);
  const start = commonLength(ids, begun);
  return { promptIds: ids.slice(0, start), responseIds: ids.slice(start) };
}

function bytesMissed(tokenizer: Tokenizer, exchange: Exchange): UnusableRecord {
  const named = unknownWordsOf(tokenizer, exchange).map((word) => `"${word}"`);
  return new UnusableRecord("words the model does not know", {
    what: `The model reads ${named.join(", ")} as bytes, which the playground cannot write for a Unigram tokenizer`,
    where: "tokenizer.json, byte_fallback",
    expected: "characters of the vocabulary",
    found: "others",
    fix: "Reword the text, or use a model with another tokenizer.",
  });
}

/** The exchange as one text, its tokens, and the tokens before the answer's text. */
function cutWhole(tokenizer: Tokenizer, exchange: Exchange) {
  if (tokenizer.pairs) return cutPair(tokenizer, exchange);
  const { writing } = tokenizer;
  const text = writing.whole(exchange);
  const before = writing.begun(exchange.prompt);
  const opened = before + (writing.frame?.opening ?? "");
  const begun = tokenizer.cut(text.startsWith(opened) ? opened : before);
  if (writing.endsItself) return { text, ids: tokenizer.cut(text), begun };
  const { eosId } = trainingIds(tokenizer);
  const ids = tokenizer.encode(text);
  return { text, ids: ids.at(-1) === eosId ? ids : [...ids, eosId], begun };
}

/** Tokenises an exchange for an encoder: question and answer are two texts, each ended as the post-processor ends a text. */
function cutPair(tokenizer: Tokenizer, { prompt, response }: Exchange) {
  const [question, answer] = [textOf(prompt, "user"), textOf(response, "assistant")];
  const ids = tokenizer.encodePair(question, answer);
  const { length } = tokenizer.encode(answer, { addSpecialTokens: false });
  return { text: answer, ids, begun: ids.slice(0, ids.length - pairEnding(tokenizer).length - length) };
}

/** The tokens that the post-processor writes behind the second text of a pair. */
function pairEnding(tokenizer: Tokenizer): readonly number[] {
  const last = tokenizer.encode("7", { addSpecialTokens: false }).at(-1) as number;
  const ids = tokenizer.encodePair("q", "7");
  return ids.slice(ids.lastIndexOf(last) + 1);
}

/** The words of a written exchange that would become the unknown token. */
export function unknownWordsOf(tokenizer: Tokenizer, exchange: Exchange): string[] {
  if (tokenizer.unknownId === null) return [];
  const [whole, begun] = [tokenizer.writing.whole(exchange), tokenizer.writing.begun(exchange.prompt)];
  // A space between prompt and response, so that the last word of the one and the first word of the other are not taken
  // for one.
  const parts = whole.startsWith(begun) ? `${begun} ${whole.slice(begun.length)}` : whole;
  const words = tokenizer.unknownWords(parts);
  return words.length > 0 ? words : tokenizer.unknownWords(whole);
}

/**
 * For every offset of an answer's text, the index of the response token that writes the character before it. At the end
 * of the text this is the last token of all, where the response is complete.
 * @param offsets positions in the response's text, each after a character that is no space
 * @throws UnusableRecord if the chat template changes the answer's text
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
    const written = text.slice(0, at + offset - leading);
    const broken = tokenizer.pairs ? brokenPair(tokenizer, exchange, written) : tokenizer.cut(written);
    const common = commonLength(ids, broken);
    return Math.max(0, (common === broken.length ? common - 1 : common) - start);
  });
}

function brokenPair(tokenizer: Tokenizer, { prompt }: Exchange, written: string): number[] {
  const ids = tokenizer.encodePair(textOf(prompt, "user"), written);
  return ids.slice(0, ids.length - pairEnding(tokenizer).length);
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

/** The text that a response's tokens say up to one of them, without what the template writes before every answer. */
export function saidUpTo(tokenizer: Tokenizer, responseIds: readonly number[], end: number): string {
  const { opening } = frameIds(tokenizer);
  const opens = opening.every((id, i) => responseIds[i] === id);
  return tokenizer.decode(responseIds.slice(opens ? opening.length : 0, end + 1)).trim();
}

/** What a policy wrote, complete or cut off. */
export interface Written {
  prompt: TextOrChat;
  /** The tokens; a finished response ends with the end token. */
  ids: readonly number[];
  isFinished: boolean;
}

/** The tokens of a written response in the form that a judge reads. */
export interface Judged extends PromptedResponse {
  /** How many tokens of the response the chat template writes before the policy's tokens. */
  opening: number;
}

/**
 * A policy's response in the form in which a judge reads a whole conversation: after the prompt the tokens that its
 * chat template writes before every answer, then the policy's tokens, with the end token replaced by all that the
 * template writes at the end of an answer. As in `tokenised`, the reward of the last token is the outcome reward.
 * @param tokenizer the judge's tokenizer
 */
export function asJudged(tokenizer: Tokenizer, { prompt, ids, isFinished }: Written): Judged {
  const promptIds = tokenizer.promptIds(prompt);
  const opening = ids.length > 0 ? openingBefore(tokenizer, ids[0] as number) : [];
  const written = ids.flatMap((id, t) => (isFinished && t === ids.length - 1 ? endingFor(tokenizer, id) : id));
  return { promptIds, responseIds: [...opening, ...written], opening: opening.length };
}

/**
 * The tokens that the template writes before an answer; none if the policy has written them itself, such as a block of
 * thought.
 */
export function openingBefore(tokenizer: Tokenizer, firstId: number): readonly number[] {
  const { opening } = frameIds(tokenizer);
  return opening[0] === firstId ? [] : opening;
}

/** The tokens that a judge reads in place of the policy's end token. */
export function endingFor(tokenizer: Tokenizer, endId: number): readonly number[] {
  const { ending } = frameIds(tokenizer);
  return ending.length > 0 ? ending : [endId];
}

const frames = new WeakMap<Tokenizer, { opening: number[]; ending: number[] }>();

/** The tokens that are written before and after the text of an answer. */
function frameIds(tokenizer: Tokenizer): { opening: number[]; ending: number[] } {
  const known = frames.get(tokenizer) ?? readFrame(tokenizer);
  frames.set(tokenizer, known);
  return known;
}

function readFrame(tokenizer: Tokenizer): { opening: number[]; ending: number[] } {
  const { frame, endsItself } = tokenizer.writing;
  if (!endsItself || !frame) return { opening: [], ending: [] };
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
 * Tokenises an exchange as `tokenised` does, and refuses exchanges that the model cannot read whole.
 * @param where names the record in errors
 * @param unknownWords whether words outside of the vocabulary may become the unknown token
 * @throws UnusableRecord naming unknown words, an empty prompt without a begin token, the number of tokens and the
 *   number that fits, or the chat template's objection
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

/** Tokenises an exchange. An error of the chat template names the template's file; the record's place is added here. */
function written(tokenizer: Tokenizer, exchange: Exchange, where: string): PromptedResponse & { unknown: string[] } {
  try {
    return { ...tokenised(tokenizer, exchange), unknown: unknownWordsOf(tokenizer, exchange) };
  } catch (thrown) {
    if (!(thrown instanceof UnusableRecord)) throw thrown;
    const { report } = thrown;
    throw new UnusableRecord(thrown.why, { ...report, where: `${where}; ${report.where}` }, { cause: thrown });
  }
}
