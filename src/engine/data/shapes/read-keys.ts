import type * as v from "valibot";

/** The keys that a schema reads of an object, each with the keys nested in it; a list stands for its elements. */
export interface ReadKeys extends Map<string, ReadKeys> {}

/** The parts of valibot's schemas from which the keys that they read are known. */
interface Parts {
  entries?: Record<string, v.GenericSchema>;
  item?: v.GenericSchema;
  items?: readonly v.GenericSchema[];
  wrapped?: v.GenericSchema;
  options?: readonly v.GenericSchema[];
  /** A schema and its transformations; a schema that reads by hand lists in `v.metadata` the keys that it reads. */
  pipe?: readonly (v.GenericSchema & { metadata?: { reads?: readonly string[] } })[];
}

/** All keys that a schema reads, found in the schema itself, so that a new field need not be declared twice. */
export function readKeys(schema: v.GenericSchema): ReadKeys {
  const keys: ReadKeys = new Map();
  collect(schema, keys);
  return keys;
}

function collect(schema: v.GenericSchema, keys: ReadKeys): void {
  const { entries = {}, item, items = [], wrapped, options = [], pipe } = schema as Parts;
  if (pipe) {
    for (const { metadata } of pipe) for (const path of metadata?.reads ?? []) add(path, keys);
    if (pipe[0]) collect(pipe[0], keys);
    return;
  }
  for (const part of [item, wrapped, ...items, ...options]) if (part) collect(part, keys);
  for (const [key, entry] of Object.entries(entries)) collect(entry, under(key, keys));
}

function add(path: string, keys: ReadKeys): void {
  let at = keys;
  for (const key of path.split(".")) at = under(key, at);
}

function under(key: string, keys: ReadKeys): ReadKeys {
  const inner: ReadKeys = keys.get(key) ?? new Map();
  keys.set(key, inner);
  return inner;
}
