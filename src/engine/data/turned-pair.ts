import type { JsonObject } from "../checkpoint/json.ts";
import { excerpt, Misfit } from "./misfit.ts";
import { isVerdict } from "./shapes/meaning.ts";
import { lead } from "./shapes/scores.ts";
import { areSiblings, ending, namedBy } from "./shapes/winner.ts";

/**
 * Checks a map that declares one of two neutrally named answers chosen and the other rejected. If a field of the record
 * may name the better answer, the fixed map would swap the pair in some records.
 * @throws Misfit naming the field that contradicts the map, or that nobody has said how to read
 */
export function checkTurned(record: JsonObject, { chosen, rejected }: { chosen?: string; rejected?: string }): void {
  if (!chosen || !rejected || !areSiblings(chosen, rejected)) return;
  const ends = [ending(chosen), ending(rejected)] as const;
  for (const [field, value] of [...fieldsAround(record, chosen), ...Object.entries(record)]) {
    if (field === chosen || field === rejected) continue;
    if (isVerdict(field) && value != null && typeof value !== "object") checkNamed(field, value, [chosen, rejected]);
    const other = betterCounterpart(field, ends, record);
    if (other) throw turned(other.field, `no better than ${field}, ${excerpt(value)}`, other.value);
  }
}

/**
 * Checks that no two figures of a record that end as its two answers do, as in "votes_a" and "votes_b", prefer the worse answer.
 * @throws Misfit naming the better figure of the worse answer
 */
export function checkFigures(record: JsonObject, better: string, worse: string): void {
  for (const [field, value] of Object.entries(record)) {
    const other = betterCounterpart(field, [ending(better), ending(worse)], record);
    if (!other) continue;
    const expected = `no better than ${field}, ${excerpt(value)}: the record says two things`;
    throw new Misfit({ field: other.field, expected, found: excerpt(other.value) });
  }
}

/** The field that says more for the second answer than `field` says for the first; null if there is none. */
function betterCounterpart(field: string, ends: readonly [string, string], record: JsonObject) {
  const other = counterpart(field, ends, record);
  if (!other) return null;
  const ahead = lead(field.split(".").at(-1) ?? "", at(record, field.split(".")), other.value);
  return ahead !== null && ahead < 0 ? other : null;
}

function checkNamed(field: string, value: unknown, answers: readonly [string, string]): void {
  let better: ReturnType<typeof namedBy>;
  try {
    better = namedBy(value, field, answers);
  } catch {
    throw turned(field, "no field that may name the better answer", value);
  }
  if (better !== 0) throw turned(field, `what names ${answers[0]}`, value);
}

function turned(field: string, expected: string, value: unknown): Misfit {
  const instead = "map answer_1, answer_2 and winner (or score_1 and score_2) instead of chosen and rejected";
  return new Misfit({ field, expected: `${expected}; ${instead}`, found: excerpt(value) });
}

/** The other fields of the object that holds an answer, with their paths. */
function fieldsAround(record: JsonObject, path: string): [string, unknown][] {
  const keys = path.split(".").slice(0, -1);
  if (keys.length === 0) return [];
  const parent = at(record, keys);
  if (typeof parent !== "object" || parent === null || Array.isArray(parent)) return [];
  return Object.entries(parent).map(([key, value]) => [[...keys, key].join("."), value]);
}

/** The field that says about the second answer what `field` says about the first; null if there is none. */
function counterpart(field: string, [first, second]: readonly [string, string], record: JsonObject) {
  if (ending(field) !== first) return null;
  const swapped = field.split(".").map((part) => (part === first ? second : part));
  const whole =
    swapped.join(".") === field ? field.replace(/(\d+|[a-z])$/i, (end) => inCase(second, end)) : swapped.join(".");
  const value = at(record, whole.split("."));
  return value === undefined ? null : { field: whole, value };
}

function inCase(text: string, like: string): string {
  return like === like.toUpperCase() ? text.toUpperCase() : text;
}

function at(record: JsonObject, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined,
    record,
  );
}
