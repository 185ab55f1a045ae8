import * as v from "valibot";
import { checkContext } from "../onnx/context.ts";
import { onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import { wholeText } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { noRecords } from "./import-report.ts";
import { isKept, parseKept } from "./kept-record.ts";
import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "./left-out.ts";
import { fitted, Misfit } from "./misfit.ts";
import type { Place } from "./place.ts";
import { unshapely } from "./read-records.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { Entry } from "./reading/entry.ts";
import { openData } from "./reading/open-data.ts";
import { promptKey } from "./record.ts";
import type { TextReader } from "./record-tokens.ts";
import { said } from "./shapes/said.ts";

/** A prompt with its place in a file. */
export interface PlacedPrompt {
  place: Place;
  prompt: TextOrChat;
}

const record = v.object({ prompt: said });

/**
 * Reads the different prompts of a data set or of a file whose records have a `prompt`. A repeated prompt is read once:
 * its samples follow from prompt and seed, so a second copy would bring nothing new.
 * @throws PlaygroundError if no record has a prompt
 */
export async function readPrompts(
  file: ByteSource,
  name: string,
): Promise<{ prompts: PlacedPrompt[]; leftOut: LeftOut }> {
  const { unit, batches } = await openData(file, name);
  const omissions = new Omissions();
  const found = new Map<string, PlacedPrompt>();
  let read = 0;
  for await (const entries of batches) {
    for (const entry of entries) {
      read += 1;
      const place: Place = { file: name, unit, number: entry.number };
      const prompt = omissions.attempt(place, () => promptOf(entry, place));
      if (prompt === null) continue;
      const key = promptKey(prompt);
      if (!found.has(key)) found.set(key, { place, prompt: onlyText(prompt, "user") ?? prompt });
    }
  }
  const leftOut = omissions.account();
  if (read === 0) throw noRecords(name);
  checkSomeLeft(found.size, name, leftOut);
  return { prompts: [...found.values()], leftOut };
}

/** What the policy that answers the prompts, and the judges of its answers, can read. */
export interface PromptReaders {
  tokenizer: Tokenizer;
  /** The policy's context in tokens, and the maximal length of an answer. */
  contextLength: number;
  maxTokens: number;
  /** The context in tokens that every judge of the answers has which reads the policy's tokens. */
  judgedLength: number;
  /** The judges of the answers that read their texts, in tokens of their own. */
  others?: readonly TextReader[];
}

/**
 * Reads the prompts of a file that the policy can answer and the judges can read with the answer, and what was left
 * out.
 * @throws PlaygroundError if no prompt is left
 */
export async function answerablePrompts(
  file: ByteSource,
  name: string,
  readers: PromptReaders,
): Promise<{ prompts: PlacedPrompt[]; leftOut: LeftOut }> {
  const read = await readPrompts(file, name);
  const answerable = readablePrompts(read.prompts, readers, name);
  return { prompts: answerable.prompts, leftOut: allLeftOut([read.leftOut, answerable.leftOut]) };
}

/**
 * Picks the prompts that the policy can answer and the judges can read with the answer. How many tokens an answer has for a
 * judge of texts is known only once it is written, so that of these each must have room for the prompt.
 * @throws PlaygroundError if no prompt is left
 */
export function readablePrompts(
  prompts: readonly PlacedPrompt[],
  { tokenizer, contextLength, maxTokens, judgedLength, others = [] }: PromptReaders,
  name: string,
): { prompts: PlacedPrompt[]; leftOut: LeftOut } {
  const omissions = new Omissions();
  const readable = prompts.filter(({ place, prompt }) =>
    omissions.attempt(place, () => {
      const { length } = tokenizer.encodePrompt(prompt, contextLength, 1);
      for (const other of others) {
        const { promptIds } = wholeText(other.tokenizer, { prompt, response: "" });
        checkContext(other.contextLength, promptIds.length, 1);
      }
      const longest = Math.min(length + maxTokens, contextLength);
      if (longest <= judgedLength) return true;
      throw new UnusableRecord("too long", {
        what: "An answer to the prompt may not fit the context of a reward model",
        where: "prompt",
        expected: `at most ${judgedLength} tokens with the longest answer`,
        found: `${longest}`,
        fix: "Shorten or remove the prompt.",
      });
    }),
  );
  const leftOut = omissions.account();
  checkSomeLeft(readable.length, name, leftOut);
  return { prompts: readable, leftOut };
}

function promptOf(entry: Entry, place: Place): TextOrChat {
  if ("problem" in entry) throw unshapely(place, entry.problem);
  try {
    const { value } = entry;
    if (typeof value === "object" && value !== null && isKept({ ...value }))
      return parseKept({ ...value }).record.prompt;
    return fitted(record, value).prompt;
  } catch (thrown) {
    if (thrown instanceof Misfit) throw unshapely(place, thrown);
    throw thrown;
  }
}
