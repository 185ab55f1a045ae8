import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";

/** Names of fields in which a higher, or a lower, number is better. */
const HIGHER = /(score|scores|rating|reward|grade)s?$/i;
const LOWER = /rank(ing)?$/i;

/**
 * By how much the field `name` says that the first response is better than the second; null if the field is no score.
 */
export function lead(name: string, first: unknown, second: unknown): number | null {
  if (typeof first !== "number" || typeof second !== "number") return null;
  const bare = name.replace(/[_\-. ](chosen|rejected|[a-z]|\d+)$/i, "");
  if (HIGHER.test(bare)) return first - second;
  return LOWER.test(bare) ? second - first : null;
}

/**
 * Compares a choice with the scores that the record gives both sides.
 * @throws Misfit if the chosen response has the worse score: the record contradicts itself
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
