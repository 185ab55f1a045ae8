import { excerpt } from "../misfit.ts";
import { duplicateKey } from "./duplicate-key.ts";
import { type Entry, problemAt } from "./entry.ts";
import { parsedJson } from "./parsed-json.ts";
import type { ValueBytes } from "./pending.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Parses a piece of UTF-8 text as a JSON value. */
export function jsonEntry({ number, bytes, cut }: ValueBytes): Entry {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return problemAt(number, "UTF-8 text", "bytes that are none");
  }
  let value: unknown;
  try {
    value = parsedJson(text);
  } catch (cause) {
    const reason = cut ? "the end of the file" : (cause as SyntaxError).message;
    return problemAt(number, "one JSON value", `${excerpt(text.trim())}: ${reason}`);
  }
  const twice = duplicateKey(text);
  if (twice === null) return { number, value };
  return { number, problem: { field: twice, expected: "every key once", found: "the key twice" } };
}
