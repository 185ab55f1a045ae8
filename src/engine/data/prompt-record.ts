import * as v from "valibot";
import { onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import { parseJsonLines } from "./json-lines.ts";
import { promptKey } from "./record.ts";
import { said } from "./shapes/said.ts";

const record = v.object({ prompt: said });

/**
 * The prompts of a file of records with at least that field, each once: samples of a prompt follow from it and the seed,
 * so a second copy would bring nothing new.
 * @throws PlaygroundError naming the line and the field of the first record without a prompt
 */
export function parsePrompts(text: string, file: string): TextOrChat[] {
  return distinctPrompts(parseJsonLines(text, file, record).map(({ prompt }) => onlyText(prompt, "user") ?? prompt));
}

/** Each once, in order. */
export function distinctPrompts(prompts: readonly TextOrChat[]): TextOrChat[] {
  return [...new Map(prompts.map((prompt) => [promptKey(prompt), prompt])).values()];
}
