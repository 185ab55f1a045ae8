import type { JsonObject } from "../checkpoint/json.ts";
import { excerpt } from "./misfit.ts";

/** The fields of TRL's records, which a record of an unknown shape can be mapped to. */
export const MAPPED_FIELDS = [
  ...["prompt", "chosen", "rejected", "completion", "label", "completions", "labels"],
  ...["margin", "source", "id", "subset"],
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** Where each field is found: the keys and indices that lead to it, with dots between, as in "answers.0.text". */
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

/** The record that TRL would have; fields that lead nowhere are left out. */
export function mapFields(record: JsonObject, map: FieldMap): JsonObject {
  return Object.fromEntries(
    Object.entries(map).flatMap(([field, path]) => {
      const value = path.split(".").reduce(valueUnder, record as unknown);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** The name that a field of a mapped record has in the file. */
export function unmappedField(field: string, map: FieldMap): string {
  const [first = "", ...rest] = field.split(".");
  return [map[first as MappedField] ?? first, ...rest].join(".");
}

function valueUnder(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as JsonObject)[key]
    : undefined;
}
