import type * as v from "valibot";
import type { JsonObject } from "../../checkpoint/json.ts";
import { fitted } from "../misfit.ts";
import type { DataRecord } from "../record.ts";
import { type ReadKeys, readKeys } from "./read-keys.ts";
import { checkScores } from "./scores.ts";
import { unreadKeys } from "./unread.ts";

/** A well-formed record that does not say which response is better, with the reason; it is counted, not refused. */
export interface Undecided {
  kind: "undecided";
  why: string;
}

export interface ShapeSettings {
  /** Whether a PRM800K step rated 0, "neutral", counts as wrong. */
  neutralIsWrong: boolean;
}

/** The content of a record, and its keys that were not read. */
export interface Reading {
  says: DataRecord | Undecided;
  unread: readonly string[];
}

/** One of the forms in which people write preferences and labels. */
export interface Shape<Id extends string = string> {
  id: Id;
  /** The name that people know the shape by. */
  name: string;
  /** Whether a record has the keys of this shape; its values may still not fit. */
  claims(record: JsonObject): boolean;
  /** @throws Misfit naming a field that does not fit, or an unread field that may carry meaning */
  parse(record: JsonObject, settings: ShapeSettings): Reading;
}

interface Declaration<Id extends string, Fields extends v.GenericSchema> extends Omit<Shape<Id>, "parse"> {
  /** The schema of the keys that are read; a function of the record if the keys' names differ from record to record. */
  fields: Fields | ((record: JsonObject) => Fields);
  /** Keys left out on purpose, although their names do not show that they can be left out. */
  ignores?: readonly string[];
  /** @throws Misfit naming the field that does not fit */
  read(fields: v.InferOutput<Fields>, settings: ShapeSettings): DataRecord | Undecided;
}

/**
 * Makes a shape from the fields that it reads, the keys that it leaves out on purpose, and the conversion to a record.
 * All other keys of a record, at any depth, must be without meaning.
 */
export function shape<const Id extends string, Fields extends v.GenericSchema>({
  id,
  name,
  claims,
  fields,
  ignores = [],
  read,
}: Declaration<Id, Fields>): Shape<Id> {
  const ignored = new Set(ignores);
  const known = new WeakMap<v.GenericSchema, ReadKeys>();
  return {
    id,
    name,
    claims,
    parse(record, settings) {
      const schema = typeof fields === "function" ? fields(record) : fields;
      const values = fitted(schema, record);
      const keys = known.get(schema) ?? readKeys(schema);
      known.set(schema, keys);
      const unread = unreadKeys(record, keys, ignored);
      const says = read(values, settings);
      if (says.kind === "comparison") checkScores(record, says, ignored);
      return { says, unread };
    },
  };
}

/** Whether a record has a value under a key. Parquet has null where a row has no value. */
export function has(record: JsonObject, key: string): boolean {
  return Object.hasOwn(record, key) && record[key] != null;
}
