import * as v from "valibot";
import { checked, jsonObject, parseJson } from "../checkpoint/json.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import type { AskingSettings } from "../tokenizer/asking.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/**
 * How a causal language model judges: it is asked about a response, and the reward is the log-odds of two tokens as its
 * answer, as Qwen3-Reranker scores documents and RLHFlow's process reward models score steps.
 */
export interface GenerativeSettings extends AskingSettings {
  /** The answer to a wrong response. */
  bad: string;
  /** Whether it is asked at the end of every step, or at the end of the response alone. */
  at: "steps" | "end";
}

/** The file of these settings beside the model's config. */
export const JUDGE_FILE = "generative_judge.json";

/** Settings that a person starts from. */
export const GENERATIVE_DEFAULTS: GenerativeSettings = {
  system: "",
  question:
    "Problem:\n{prompt}\n\nSolution so far:\n{response}\n\nIs the solution right so far? Answer with yes or no only.",
  begin: "",
  good: "yes",
  bad: "no",
  turns: false,
  at: "steps",
};

const answer = v.pipe(v.string(), v.minLength(1));
const schema = v.strictObject({
  system: v.optional(v.string(), ""),
  question: v.pipe(
    v.string(),
    v.check((text) => count(text, "{prompt}") === 1, "a question with {prompt} once"),
    v.check((text) => count(text, "{response}") === 1, "a question with {response} once"),
    v.check((text) => text.indexOf("{prompt}") < text.indexOf("{response}"), "{prompt} before {response}"),
  ),
  begin: v.optional(v.string(), ""),
  good: answer,
  bad: answer,
  turns: v.optional(v.boolean(), false),
  at: v.optional(v.picklist(["steps", "end"]), "steps"),
});

/** @throws PlaygroundError naming the field, expected and found */
export function checkGenerativeSettings(json: unknown, where: string): GenerativeSettings {
  return checked(schema, json, where);
}

/**
 * The settings that are kept with a model; null if it has none.
 * @throws PlaygroundError naming the field, expected and found
 */
export async function readGenerativeSettings(source: CheckpointSource): Promise<GenerativeSettings | null> {
  if (!(await source.has(JUDGE_FILE))) return null;
  const file = `${source.name}/${JUDGE_FILE}`;
  return checkGenerativeSettings(checked(jsonObject, parseJson(await source.read(JUDGE_FILE), file), file), file);
}

/**
 * The tokens of the two answers.
 * @param tokenizer the model's own
 * @param where names the settings in errors
 * @throws PlaygroundError if an answer is not one token of the vocabulary, if both are the same, or if turns are asked for
 *   without a chat template
 */
export function answerIds(
  { good, bad, turns }: GenerativeSettings,
  tokenizer: Tokenizer,
  where: string,
): { good: number; bad: number } {
  const ids = { good: oneToken(good, "good", tokenizer, where), bad: oneToken(bad, "bad", tokenizer, where) };
  if (ids.good === ids.bad) {
    throw new PlaygroundError({
      what: "The two answers of the judge are the same token",
      where: `${where}, good and bad`,
      expected: "two different tokens",
      found: `${JSON.stringify(good)} and ${JSON.stringify(bad)}`,
      fix: "Name another token for one of them.",
    });
  }
  if (turns && !tokenizer.writing.hasSpecialTokens) {
    throw new PlaygroundError({
      what: "The model has no chat template, so steps cannot be turns of a conversation",
      where: `${where}, turns`,
      expected: "false",
      found: "true",
      fix: "Ask about the solution so far as one text.",
    });
  }
  return ids;
}

function oneToken(answer: string, field: string, tokenizer: Tokenizer, where: string): number {
  const ids = tokenizer.encode(answer, { addSpecialTokens: false });
  const [id] = ids;
  if (id !== undefined && ids.length === 1 && id !== tokenizer.unknownId) return id;
  const parts = ids.map((part) => JSON.stringify(tokenizer.tokenText(part))).join(", ");
  throw new PlaygroundError({
    what: `The judge's answer ${JSON.stringify(answer)} is not one token of the model`,
    where: `${where}, ${field}`,
    expected: "one token of the vocabulary",
    found: ids.length === 1 ? "the unknown token" : `${ids.length} tokens: ${parts}`,
    fix: "Name a word that the model writes as one token; with a space before it, it is another token.",
  });
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
