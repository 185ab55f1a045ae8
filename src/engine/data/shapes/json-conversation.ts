import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";
import { parsedJson } from "../reading/parsed-json.ts";
import { PROMPTS } from "./prompt-keys.ts";
import { isTurn } from "./said.ts";

/** The beginning of a conversation as Python prints it; some data sets store that text. */
const PYTHON = /^\s*((np\.)?array\(\s*)?(\[\s*)?\{\s*'(role|from|content|value|messages|conversations)'\s*:/;
/** JSON text that was written as JSON text once more. */
const JSON_TEXT = /^\s*"\s*(\[\s*)?\{/;
const JSON_OBJECTS = /^\s*(\[\s*)?\{\s*"/;
const JSON_TURNS = /^\s*(\[\s*)?\{\s*"(role|from|messages|conversations)"\s*:/;

/**
 * Parses the conversations that a record keeps as JSON text.
 * @throws Misfit if a conversation is printed by Python, which cannot be parsed safely, or is cut off
 */
export function withConversations(record: JsonObject): JsonObject {
  const entries = Object.entries(record).map(([key, value]) => [
    key,
    typeof value === "string" ? read(key, value) : value,
  ]);
  return unpacked(Object.fromEntries(entries));
}

/**
 * Arena data sets keep prompts and answers as lists of texts, one a turn, in JSON: a list of one is its text. Beside a prompt that is
 * no such list, such a text is an answer like any other.
 * @throws Misfit for several turns: which of them the verdict is on is not said
 */
function unpacked(record: JsonObject): JsonObject {
  const lists = Object.entries(record).flatMap(([key, value]) => {
    const texts = typeof value === "string" ? textsOf(value) : null;
    return texts ? [[key, texts] as const] : [];
  });
  if (lists.length < 2 || !lists.some(([key]) => PROMPTS.includes(key))) return record;
  const texts = lists.map(([field, list]) => {
    if (list.length === 1) return [field, list[0]];
    const expected = "a text, or the turns of a conversation as messages with role and content";
    throw new Misfit({ field, expected, found: `a list of ${list.length} texts as JSON` });
  });
  return { ...record, ...Object.fromEntries(texts) };
}

/** The texts of a list of texts that is written as JSON; null for every other text. */
function textsOf(text: string): string[] | null {
  if (!/^\s*\[\s*"/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
  } catch {
    return null;
  }
}

function read(field: string, text: string): unknown {
  const once = JSON_TEXT.test(text) ? parsedText(text) : text;
  if (once !== text) {
    const value = read(field, once);
    return value === once ? text : value;
  }
  if (PYTHON.test(text)) {
    throw new Misfit({ field, expected: "a text, or messages as JSON", found: "messages as Python prints them" });
  }
  if (!JSON_OBJECTS.test(text)) return text;
  let value: unknown;
  try {
    value = parsedJson(text);
  } catch {
    if (!JSON_TURNS.test(text)) return text;
    throw new Misfit({
      field,
      expected: "a text, or messages as JSON",
      found: "messages whose JSON is damaged or cut off",
    });
  }
  return isConversation(value) ? value : text;
}

/** The text that a JSON text stands for; the text itself if it stands for none. */
function parsedText(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Whether a value is a turn, a list of turns, or an object with such values. */
function isConversation(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isTurn);
  if (typeof value !== "object" || value === null) return false;
  return isTurn(value) || ["messages", "conversations"].some((key) => isConversation((value as JsonObject)[key]));
}
