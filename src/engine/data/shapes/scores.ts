import type { JsonObject } from "../../checkpoint/json.ts";
import { textOf } from "../../tokenizer/conversation.ts";
import { Misfit } from "../misfit.ts";
import type { Comparison } from "../record.ts";
import { NUMERAL } from "./meaning.ts";

/** Names of fields in which a higher, or a lower, number is better. */
const HIGHER = /(score|rating|reward|grade|quality|elo|vote|like|win|preference)s?$/i;
const LOWER = /rank(ing)?s?$/i;
/** What a score may be over several judges or aspects. */
const AGGREGATE = /[_\-. ](avg|average|mean|median|sum|total|overall|final)$/i;
/** Names of fields that are true of a good response. */
const TRUE_OF_GOOD = /(correct|right|passed|valid|accepted)$/i;

/**
 * By how much the field `name` says that the first response is better than the second; null if the field is no score.
 */
export function lead(name: string, first: unknown, second: unknown): number | null {
  const bare = name.replace(/[_\-. ](chosen|rejected|[a-z]|\d+)$/i, "").replace(AGGREGATE, "");
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
 * @param ignored scores that the shape leaves out on purpose
 * @throws Misfit if the chosen response has the worse score: the record contradicts itself
 */
export function checkScores(record: JsonObject, says: Comparison, ignored: ReadonlySet<string>): void {
  const figures = new Map([...figuresOf(record), ...listedFigures(record, says)]);
  for (const [path, chosen] of figures) {
    if (!/chosen/i.test(path) || ignored.has(path.replace(/\.chosen$/, ""))) continue;
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

/** Numbers and truth values under the keys of a record, at every depth, by their path. */
function* figuresOf(value: object, path = ""): Generator<[path: string, value: number | boolean]> {
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = path === "" ? key : `${path}.${key}`;
    const figure = figureOf(inner);
    if (figure !== null && !Array.isArray(value)) yield [innerPath, figure];
    if (isContainer(inner)) yield* figuresOf(inner, innerPath);
  }
}

/**
 * What lists of figures beside a list of texts, or figures beside the texts in a list of objects, say of the two responses, as
 * "rating.chosen" or "answers.rating.chosen".
 */
function* listedFigures(
  record: JsonObject,
  { chosen, rejected }: Comparison,
): Generator<[path: string, value: number]> {
  const lists = Object.entries(record).filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
  const [better = "", worse = ""] = [chosen, rejected].map(([first = ""]) => textOf(first, "assistant").trim());
  if (better === worse) return;
  for (const [key, list] of lists) {
    const [first, second] = [placeOf(better, list), placeOf(worse, list)];
    if (first === -1 || second === -1) continue;
    const beside = lists.filter(([, other]) => other !== list && other.length === list.length);
    for (const [name, figures] of beside) yield* figuresOfSides(name, figures[first], figures[second]);
    const [one, other] = [list[first], list[second]];
    if (!isContainer(one) || !isContainer(other)) continue;
    for (const inner of Object.keys(one)) {
      yield* figuresOfSides(`${key}.${inner}`, (one as JsonObject)[inner], (other as JsonObject)[inner]);
    }
  }
}

/** The place of a text in a list of texts, or of objects with texts; -1 if it is not there. */
function placeOf(text: string, list: readonly unknown[]): number {
  const isText = (value: unknown) => typeof value === "string" && value.trim() === text;
  return list.findIndex((item) => isText(item) || (isContainer(item) && Object.values(item).some(isText)));
}

function* figuresOfSides(name: string, one: unknown, other: unknown): Generator<[path: string, value: number]> {
  const [chosen, rejected] = [figureOf(one), figureOf(other)];
  if (typeof chosen !== "number" || typeof rejected !== "number") return;
  yield [`${name}.chosen`, chosen];
  yield [`${name}.rejected`, rejected];
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** A number, also one that is written as text, or a truth value; null for everything else. */
function figureOf(value: unknown): number | boolean | null {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && NUMERAL.test(value) ? Number(value) : null;
}
