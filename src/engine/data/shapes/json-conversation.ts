import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";
import { parsedJson } from "../reading/parsed-json.ts";
import { isTurn } from "./said.ts";

/** How Python prints a conversation; others have put that into a text, too. */
const PYTHON = /^\s*(\[\s*)?\{\s*'(role|from|content|value|messages|conversations)'\s*:/;
const JSON_OBJECTS = /^\s*(\[\s*)?\{\s*"/;
const JSON_TURNS = /^\s*(\[\s*)?\{\s*"(role|from|messages|conversations)"\s*:/;

/**
 * A record with its conversations that are kept as JSON text read as such: they are no prose.
 * @throws Misfit where one is kept as Python prints it, which nothing reads safely, or is cut off
 */
export function withConversations(record: JsonObject): JsonObject {
  const entries = Object.entries(record).map(([key, value]) => [
    key,
    typeof value === "string" ? read(key, value) : value,
  ]);
  return Object.fromEntries(entries);
}

function read(field: string, text: string): unknown {
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

/** Whether a value is a turn, turns, or an object of them. */
function isConversation(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isTurn);
  if (typeof value !== "object" || value === null) return false;
  return isTurn(value) || ["messages", "conversations"].some((key) => isConversation((value as JsonObject)[key]));
}
