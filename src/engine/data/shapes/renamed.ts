import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";
import type { Reading, Shape, ShapeSettings } from "./shape.ts";

/** For each key of a shape, the key of the record that holds its value. */
export type Names = Readonly<Record<string, string>>;

/** A shape that differs from another shape only in the names of its keys. */
export interface Renaming<Id extends string> extends Omit<Shape<Id>, "parse" | "claims"> {
  /** The record's names for the keys of `to`; null if the record has another shape. */
  namesOf(record: JsonObject): Names | null;
  to: Shape;
}

/** A shape whose records hold the same as another shape's under other keys; errors name the record's keys. */
export function renamed<const Id extends string>({ id, name, namesOf, to }: Renaming<Id>): Shape<Id> {
  return {
    id,
    name,
    claims: (record) => namesOf(record) !== null,
    parse: (record, settings) => parseRenamed(record, namesOf(record) ?? {}, to, settings),
  };
}

/** Renames a record's keys to those of another shape and parses the record as that shape. */
export function parseRenamed(record: JsonObject, names: Names, to: Shape, settings: ShapeSettings): Reading {
  const keys = new Map(Object.entries(names).map(([key, own]) => [own, key]));
  const fields = Object.fromEntries(Object.entries(record).map(([key, value]) => [keys.get(key) ?? key, value]));
  try {
    return to.parse(fields, settings);
  } catch (thrown) {
    if (!(thrown instanceof Misfit)) throw thrown;
    const [first = "", ...rest] = thrown.field.split(".");
    const { expected, found } = thrown;
    throw new Misfit({ field: [names[first] ?? first, ...rest].join("."), expected, found });
  }
}
