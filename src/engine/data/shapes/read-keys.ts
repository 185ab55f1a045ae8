import type * as v from "valibot";

/** The keys that a schema reads of an object, each with those inside of it; a list counts as what is in it. */
export interface ReadKeys extends Map<string, ReadKeys> {}

/** What of valibot's schemas tells which keys they read. */
interface Parts {
  entries?: Record<string, v.GenericSchema>;
  item?: v.GenericSchema;
  items?: readonly v.GenericSchema[];
  wrapped?: v.GenericSchema;
  options?: readonly v.GenericSchema[];
  /** A schema and what is done with its output; one that is read by hand says with `v.metadata` what it reads. */
  pipe?: readonly (v.GenericSchema & { metadata?: { reads?: readonly string[] } })[];
}

/** Of a schema all it reads: whoever adds a field to it need not say so twice. */
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
