import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";

/** What a number says of a response: better the higher it is, or the lower. */
const HIGHER = /(score|scores|rating|reward|grade)s?$/i;
const LOWER = /rank(ing)?$/i;

/** Whether a field of this name says how good a response is, and by how much more the first of two numbers says so. */
export function lead(name: string, first: unknown, second: unknown): number | null {
  if (typeof first !== "number" || typeof second !== "number") return null;
  const bare = name.replace(/[_\-. ](chosen|rejected|[a-z]|\d+)$/i, "");
  if (HIGHER.test(bare)) return first - second;
  return LOWER.test(bare) ? second - first : null;
}

/**
 * Holds a choice against the scores that a record gives both sides, whoever read them.
 * @throws Misfit where the chosen response has the worse one: the record says two things
 */
export function checkScores(record: JsonObject): void {
  for (const [key, chosen] of Object.entries(record)) {
    if (!/chosen/i.test(key)) continue;
    const other = key.replace(/chosen/i, (word) => (word === "chosen" ? "rejected" : "Rejected"));
    const rejected = Object.hasOwn(record, other) ? record[other] : undefined;
    const ahead = lead(key, chosen, rejected);
    if (ahead === null || !(ahead < 0)) continue;
    throw new Misfit({
      field: other,
      expected: `no better than ${key}, ${chosen}: the record says two things`,
      found: String(rejected),
    });
  }
}
