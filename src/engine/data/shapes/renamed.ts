import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";
import type { Reading, Shape, ShapeSettings } from "./shape.ts";

/** Under which key of a record each key of a shape is found. */
export type Names = Readonly<Record<string, string>>;

/** A record of another shape but for the names of its keys. */
export interface Renaming<Id extends string> extends Omit<Shape<Id>, "parse" | "claims"> {
  /** The names that a record has for the keys of `to`; null where it is of another shape. */
  namesOf(record: JsonObject): Names | null;
  to: Shape;
}

/** The shape of records that say under keys of their own what another shape says; messages name the keys of the record. */
export function renamed<const Id extends string>({ id, name, namesOf, to }: Renaming<Id>): Shape<Id> {
  return {
    id,
    name,
    claims: (record) => namesOf(record) !== null,
    parse: (record, settings) => parseRenamed(record, namesOf(record) ?? {}, to, settings),
  };
}

/** What another shape makes of a record once its keys have the names of that shape. */
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
