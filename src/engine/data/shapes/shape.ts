import type * as v from "valibot";
import type { JsonObject } from "../../checkpoint/json.ts";
import { fitted } from "../misfit.ts";
import type { DataRecord } from "../record.ts";
import { type ReadKeys, readKeys } from "./read-keys.ts";
import { checkScores } from "./scores.ts";
import { unreadKeys } from "./unread.ts";

/** A well-formed record that says nothing about which response is better, and why; counted, not refused. */
export interface Undecided {
  kind: "undecided";
  why: string;
}

export interface ShapeSettings {
  /** Whether a PRM800K step rated 0, "neutral", counts as wrong. */
  neutralIsWrong: boolean;
}

/** What a record says, and its keys that are not read. */
export interface Reading {
  says: DataRecord | Undecided;
  unread: readonly string[];
}

/** One of the forms in which people write preferences and labels. */
export interface Shape<Id extends string = string> {
  id: Id;
  /** What people call it. */
  name: string;
  /** Whether the keys of a record are those of this shape; its values may still not fit. */
  claims(record: JsonObject): boolean;
  /** @throws Misfit naming the field that does not fit, or that may carry meaning and is not read */
  parse(record: JsonObject, settings: ShapeSettings): Reading;
}

interface Declaration<Id extends string, Fields extends v.GenericSchema> extends Omit<Shape<Id>, "parse"> {
  /** The keys that are read, and how: of a shape, or of a record where they have names of its own. */
  fields: Fields | ((record: JsonObject) => Fields);
  /** The keys that are left out on purpose, although their names do not tell that they can go. */
  ignores?: readonly string[];
  /** @throws Misfit naming the field that does not fit */
  read(fields: v.InferOutput<Fields>, settings: ShapeSettings): DataRecord | Undecided;
}

/**
 * A shape by what it reads, what it leaves out on purpose, and what it makes of the rest. Any other key of a record has
 * to be without meaning, at whatever depth.
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
      if (says.kind === "comparison") checkScores(record);
      return { says, unread };
    },
  };
}

/** Whether a record has a value under a key. Parquet has null where a row has none. */
export function has(record: JsonObject, key: string): boolean {
  return Object.hasOwn(record, key) && record[key] != null;
}
