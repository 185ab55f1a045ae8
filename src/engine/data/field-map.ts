import type { JsonObject } from "../checkpoint/json.ts";
import { excerpt } from "./misfit.ts";
import { namedBy, namedByValue } from "./shapes/winner.ts";
import { checkTurned } from "./turned-pair.ts";

/**
 * The fields of TRL's records, which a record of an unknown shape can be mapped to; two answers of which a field names
 * the better one, or each has a score; and what comes before the prompt.
 */
export const MAPPED_FIELDS = [
  ...["prompt", "chosen", "rejected", "completion", "label", "completions", "labels"],
  ...["answer_1", "answer_2", "winner", "names", "score_1", "score_2"],
  ...["system", "history", "margin", "source", "id", "subset"],
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** The one field whose value is not a place: the values of `winner` that name answer 1 and answer 2, as in "a|b". */
export const NAMES = "names" satisfies MappedField;

/**
 * Where each field is found: the keys and indices that lead to it, with dots between, as in "answers.0.text". Without
 * `names`, the winner names an answer by the end of its key.
 */
export type FieldMap = Partial<Record<MappedField, string>>;

/** A place in a record, and what is there. */
export interface FoundField {
  path: string;
  /** Shortened. */
  value: string;
}

/** More would be no choice. */
const MOST_FIELDS = 80;
const DEEPEST = 5;

/** Every place of a record that a field map can lead to; of a list, its first two elements. */
export function fieldsOf(record: unknown): FoundField[] {
  const fields: FoundField[] = [];
  const visit = (value: unknown, path: readonly string[]) => {
    if (fields.length >= MOST_FIELDS || path.length > DEEPEST) return;
    if (path.length > 0) fields.push({ path: path.join("."), value: excerpt(value) });
    if (typeof value !== "object" || value === null) return;
    const inner = Array.isArray(value) ? value.slice(0, 2) : value;
    // A key with a dot in it is no path.
    for (const [key, item] of Object.entries(inner)) if (!key.includes(".")) visit(item, [...path, key]);
  };
  visit(record, []);
  return fields;
}

/**
 * The record that TRL would have, or one of two answers; fields that lead nowhere are left out.
 * @throws Misfit where the winner names no answer, or the map would turn the pair round
 */
export function mapFields(record: JsonObject, map: FieldMap): JsonObject {
  checkTurned(record, map);
  const mapped = Object.fromEntries(
    Object.entries(map).flatMap(([field, path]) => {
      const value = field === NAMES ? undefined : valueAt(record, path);
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

/** The name that a field of a mapped record has in the file. */
export function unmappedField(field: string, map: FieldMap): string {
  const [first = "", ...rest] = field.split(".");
  return [map[first as MappedField] ?? first, ...rest].join(".");
}

/** What is at a path; undefined where it leads nowhere. */
export function valueAt(record: JsonObject, path: string): unknown {
  return path.split(".").reduce(valueUnder, record as unknown);
}

function valueUnder(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as JsonObject)[key]
    : undefined;
}
