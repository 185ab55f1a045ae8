import * as v from "valibot";
import { msg } from "../i18n/msg.ts";

type Fields = Record<string, v.GenericSchema>;

/** The fields of an address that can be used. */
export type KnownFields<Own extends Fields> = { [Name in keyof Own]?: v.InferOutput<Own[Name]> };

/** A number between two bounds, which belong to it. */
export const between = ([low, high]: readonly [number, number]) =>
  v.pipe(v.number(), v.minValue(low), v.maxValue(high));
export const whole = (bounds: readonly [number, number]) => v.pipe(between(bounds), v.integer());
/** A text; an address parses a text such as "12" or "true" as a number or a truth value. */
export const textField = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
/** Ids, separated by commas. */
export const idsField = v.pipe(
  textField,
  v.transform((joined) => [...new Set(joined.split(",").filter(Boolean))]),
);
export const deviceField = v.picklist(["auto", "webgpu", "wasm"]);

/** Reads an address field by field: its valid fields, and a sentence about each invalid one. */
export function readFields<Own extends Fields>(
  fields: Own,
  raw: Readonly<Record<string, unknown>>,
): { known: KnownFields<Own>; problems: string[] } {
  const known: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(fields)) {
    if (raw[name] === undefined) continue;
    const parsed = v.safeParse(schema, raw[name]);
    if (parsed.success) known[name] = parsed.output;
    else problems.push(msg(`${name}: ${parsed.issues[0].message}. The default is used.`));
  }
  return { known: known as KnownFields<Own>, problems };
}

/** The fields that differ from their defaults. */
export function changedFields<View extends object>(view: Partial<View>, defaults: View): Partial<View> {
  const changed = Object.entries(view).filter(([name, value]) => value !== defaults[name as keyof View]);
  return Object.fromEntries(changed) as Partial<View>;
}
