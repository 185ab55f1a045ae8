import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";

/** Names of fields in which a higher, or a lower, number is better. */
const HIGHER = /(score|rating|reward|grade|quality|elo|vote|like|win|preference)s?$/i;
const LOWER = /rank(ing)?$/i;
/** Names of fields that are true of a good response. */
const TRUE_OF_GOOD = /(correct|right|passed|valid|accepted)$/i;

/**
 * By how much the field `name` says that the first response is better than the second; null if the field is no score.
 */
export function lead(name: string, first: unknown, second: unknown): number | null {
  const bare = name.replace(/[_\-. ](chosen|rejected|[a-z]|\d+)$/i, "");
  if (typeof first === "boolean" && typeof second === "boolean") {
    return TRUE_OF_GOOD.test(bare) ? Number(first) - Number(second) : null;
  }
  if (typeof first !== "number" || typeof second !== "number") return null;
  if (HIGHER.test(bare)) return first - second;
  return LOWER.test(bare) ? second - first : null;
}

/**
 * Compares a choice with the scores that the record gives both sides, as in "score_chosen", "scores.chosen" or
 * "chosen.score".
 * @throws Misfit if the chosen response has the worse score: the record contradicts itself
 */
export function checkScores(record: JsonObject): void {
  const figures = new Map(figuresOf(record));
  for (const [path, chosen] of figures) {
    if (!/chosen/i.test(path)) continue;
    const other = path.replace(/chosen/i, (word) => (word === "chosen" ? "rejected" : "Rejected"));
    const rejected = figures.get(other);
    const ahead = lead(path, chosen, rejected);
    if (ahead === null || !(ahead < 0)) continue;
    throw new Misfit({
      field: other,
      expected: `no better than ${path}, ${chosen}: the record says two things`,
      found: String(rejected),
    });
  }
}

/** Numbers and truth values of a record and of its objects, by their path. */
function* figuresOf(record: JsonObject): Generator<[path: string, value: number | boolean]> {
  for (const [key, value] of Object.entries(record)) {
    if (typeof value === "number" || typeof value === "boolean") yield [key, value];
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    for (const [inner, figure] of Object.entries(value)) {
      if (typeof figure === "number" || typeof figure === "boolean") yield [`${key}.${inner}`, figure];
    }
  }
}
