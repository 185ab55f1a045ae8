import type { JsonObject } from "../../checkpoint/json.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { meaningOf } from "./meaning.ts";
import type { ReadKeys } from "./read-keys.ts";

/**
 * The keys of a record that a shape does not read and that can go: they say nothing that was asked or answered, or the
 * shape leaves them out on purpose. Those inside of others have dots in between; places in lists are left out.
 * @param ignored what the shape leaves out on purpose
 * @throws Misfit naming the first key that is not read and may carry meaning: without it the record is another one
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
    if (meaning !== "meaning" || ignored.has(path) || isRepeated(value)) return meaning !== "empty";
    throw new Misfit({
      field: place.join("."),
      expected: "only keys that are read here: what is under this one may belong to the prompt or an answer",
      found: excerpt(value),
    });
  }

  /** Some write a text under two names: what is read under one of them is not lost. */
  function isRepeated(value: unknown): boolean {
    return typeof value === "string" && Object.keys(record).some((key) => keys.has(key) && record[key] === value);
  }
}
