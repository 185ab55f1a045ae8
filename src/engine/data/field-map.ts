import type { JsonObject } from "../checkpoint/json.ts";
import { excerpt } from "./misfit.ts";
import { namedBy, namedByValue } from "./shapes/winner.ts";
import { checkTurned } from "./turned-pair.ts";

/**
 * The fields that a record of an unknown shape can be mapped to: the fields of TRL's records; two answers, with a field
 * that names the better answer or a score for each; and the turns before the prompt.
 */
export const MAPPED_FIELDS = [
  ...["prompt", "chosen", "rejected", "completion", "label", "completions", "labels"],
  ...["answer_1", "answer_2", "winner", "names", "score_1", "score_2"],
  ...["system", "history", "margin", "source", "id", "subset"],
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/**
 * The only field whose value is no path: it lists the values of `winner` that name answer 1 and answer 2, as in "a|b".
 */
export const NAMES = "names" satisfies MappedField;

/**
 * Where each field is found: keys and indices joined by dots, as in "answers.0.text". Without `names`, the winner is
 * the answer whose key ends in the value of `winner`.
 */
export type FieldMap = Partial<Record<MappedField, string>>;

/** A path in a record, and the value there. */
export interface FoundField {
  path: string;
  /** The value, shortened. */
  value: string;
}

/** Limits of the fields that are offered: more would be too many to choose from. */
const MOST_FIELDS = 80;
const DEEPEST = 5;

/** Every path of a record that a field map can name; of a list, only its first two elements. */
export function fieldsOf(record: unknown): FoundField[] {
  const fields: FoundField[] = [];
  const visit = (value: unknown, path: readonly string[]) => {
    if (fields.length >= MOST_FIELDS || path.length > DEEPEST) return;
    if (path.length > 0) fields.push({ path: path.join("."), value: excerpt(value) });
    if (typeof value !== "object" || value === null) return;
    const inner = Array.isArray(value) ? value.slice(0, 2) : value;
    // A path cannot name a key that has a dot in it.
    for (const [key, item] of Object.entries(inner)) if (!key.includes(".")) visit(item, [...path, key]);
  };
  visit(record, []);
  return fields;
}

/**
 * The record under the names of TRL's fields, or of the two-answers shape; fields whose path leads nowhere are left
 * out.
 * @throws Misfit if the winner names no answer, or if the map would swap chosen and rejected
 */
export function mapFields(record: JsonObject, map: FieldMap): JsonObject {
  checkTurned(record, map);
  const mapped = Object.fromEntries(
    Object.entries(map).flatMap(([field, path]) => {
      const value = field === NAMES ? undefined : fieldValueAt(record, path);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  return map.winner === undefined ? mapped : { ...mapped, winner: winnerOf(mapped.winner, map) };
}

function winnerOf(value: unknown, { names, answer_1, answer_2 }: FieldMap): number | "tie" | undefined {
  if (value === undefined || value === null) return undefined;
  const better = names
    ? namedByValue(value, "winner", names)
    : namedBy(value, "winner", [answer_1 ?? "", answer_2 ?? ""]);
  return better === "tie" ? better : better + 1;
}

/** The name in the file of a mapped record's field. */
export function unmappedField(field: string, map: FieldMap): string {
  const [first = "", ...rest] = field.split(".");
  return [map[first as MappedField] ?? first, ...rest].join(".");
}

/** The value at a path; undefined if the path leads nowhere. */
export function fieldValueAt(record: JsonObject, path: string): unknown {
  return path.split(".").reduce(valueUnder, record as unknown);
}

function valueUnder(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as JsonObject)[key]
    : undefined;
}
