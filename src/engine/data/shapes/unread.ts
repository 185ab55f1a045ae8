import type { JsonObject } from "../../checkpoint/json.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { isVerdict, meaningOf } from "./meaning.ts";
import type { ReadKeys } from "./read-keys.ts";

/**
 * The keys of a record that a shape does not read and that may be left out: they hold no prompt, response or decision,
 * or the shape ignores them on purpose. Nested keys are joined by dots, without indices of lists.
 * @param ignored the keys that the shape leaves out on purpose
 * @throws Misfit naming the first unread key that may carry meaning: without it the record would mean something else
 */
export function unreadKeys(record: JsonObject, keys: ReadKeys, ignored: ReadonlySet<string>): string[] {
  const unread = new Set<string>();
  visit(record, keys, [], "");
  return [...unread];

  function visit(value: unknown, known: ReadKeys, place: readonly string[], path: string): void {
    if (typeof value !== "object" || value === null || known.size === 0) return;
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, known, [...place, String(i)], path);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      const [innerPlace, innerPath] = [[...place, key], path === "" ? key : `${path}.${key}`];
      const read = known.get(key);
      if (read) visit(inner, read, innerPlace, innerPath);
      else if (leftOut(key, inner, innerPath, innerPlace)) unread.add(innerPath);
    }
  }

  function leftOut(key: string, value: unknown, path: string, place: readonly string[]): boolean {
    const meaning = meaningOf(key, value);
    if (meaning !== "meaning" || ignored.has(path) || (isRepeated(value) && !isVerdict(key)))
      return meaning !== "empty";
    throw new Misfit({
      field: place.join("."),
      expected: "only keys that are read here: what is under this one may belong to the prompt or an answer",
      found: excerpt(value),
    });
  }

  /** Whether a text also stands under a key that is read: some data sets store a text under two keys. */
  function isRepeated(value: unknown): boolean {
    return typeof value === "string" && Object.keys(record).some((key) => keys.has(key) && record[key] === value);
  }
}
