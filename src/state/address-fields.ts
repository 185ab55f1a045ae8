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

/**
 * Reads an address field by field: its valid fields, and a sentence about each invalid one and about each name that no
 * field has.
 */
export function readFields<Own extends Fields>(
  fields: Own,
  raw: Readonly<Record<string, unknown>>,
): { known: KnownFields<Own>; problems: string[] } {
  const known: Record<string, unknown> = {};
  const problems = unknownNames(raw, Object.keys(fields));
  for (const [name, schema] of Object.entries(fields)) {
    if (raw[name] === undefined) continue;
    const parsed = v.safeParse(schema, raw[name]);
    if (parsed.success) known[name] = parsed.output;
    else problems.push(misfit(name, parsed.issues[0]));
  }
  return { known: known as KnownFields<Own>, problems };
}

/** A sentence about each name of an address that says nothing to its page. The header reads `device` on every page. */
export function unknownNames(raw: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  return Object.keys(raw)
    .filter((name) => name !== "device" && !names.includes(name))
    .map((name) => msg(`${name}: this page has no such setting.`));
}

/** A sentence about a field with another value than expected. */
export function misfit(name: string, { type, expected, received }: v.BaseIssue<unknown>): string {
  const wanted = type === "integer" ? msg("a whole number") : wantedText(expected ?? "");
  return msg(`${name}: expected ${wanted}, found ${received.replaceAll('"', "")}. The default is used.`);
}

/** What was expected, without the marks of a programming language: `("a" | "b")` is `a, b`. */
function wantedText(expected: string): string {
  if (expected === "number") return msg("a number");
  if (expected === "boolean") return msg("true or false");
  const [, sign, bound] = /^([<>])=(.*)$/.exec(expected) ?? [];
  if (sign !== undefined) return sign === "<" ? msg(`at most ${bound}`) : msg(`at least ${bound}`);
  const choices = expected.replace(/[()"]/g, "").split(" | ");
  return choices.filter((choice) => choice !== "unknown").join(", ");
}

/** The fields that differ from their defaults. */
export function changedFields<View extends object>(view: Partial<View>, defaults: View): Partial<View> {
  const changed = Object.entries(view).filter(([name, value]) => value !== defaults[name as keyof View]);
  return Object.fromEntries(changed) as Partial<View>;
}
