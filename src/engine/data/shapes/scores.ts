import type { JsonObject } from "../../checkpoint/json.ts";
import { textOf } from "../../tokenizer/conversation.ts";
import { Misfit } from "../misfit.ts";
import type { Comparison } from "../record.ts";
import { NUMERAL } from "./meaning.ts";

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
 * "chosen.score", or with a list of scores beside a list of texts that both responses are among.
 * @throws Misfit if the chosen response has the worse score: the record contradicts itself
 */
export function checkScores(record: JsonObject, says: Comparison): void {
  const figures = new Map([...figuresOf(record), ...listedFigures(record, says)]);
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
    const figure = figureOf(value);
    if (figure !== null) yield [key, figure];
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    for (const [inner, each] of Object.entries(value)) {
      const figure = figureOf(each);
      if (figure !== null) yield [`${key}.${inner}`, figure];
    }
  }
}

/** What lists of figures beside a list of texts say of the two responses, as "rating.chosen". */
function* listedFigures(
  record: JsonObject,
  { chosen, rejected }: Comparison,
): Generator<[path: string, value: number]> {
  const lists = Object.entries(record).filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
  const [better, worse] = [chosen, rejected].map(([first = ""]) => textOf(first, "assistant").trim());
  const texts = lists.map(([, list]) => list.map((text) => (typeof text === "string" ? text.trim() : null)));
  const among = texts.find((list) => list.includes(better ?? null) && list.includes(worse ?? null));
  if (!among || better === worse) return;
  const [first, second] = [among.indexOf(better ?? null), among.indexOf(worse ?? null)];
  for (const [key, list] of lists) {
    const [one, other] = [figureOf(list[first]), figureOf(list[second])];
    if (list.length !== among.length || typeof one !== "number" || typeof other !== "number") continue;
    yield [`${key}.chosen`, one];
    yield [`${key}.rejected`, other];
  }
}

/** A number, also one that is written as text, or a truth value; null for everything else. */
function figureOf(value: unknown): number | boolean | null {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && NUMERAL.test(value) ? Number(value) : null;
}
