import * as v from "valibot";
import type { Method, Tuning } from "./methods.ts";

/** Under what a setting does anything; all that is named must hold. */
export interface Condition {
  methods?: readonly Method[];
  tuning?: Tuning;
  /** Name of a setting that must be above 0. */
  above0?: string;
}

/** A slider of a form. */
export interface Slider {
  min: number;
  max: number;
  step: number;
  scale?: "log";
  /** What a value means in words; null: the number says it. */
  describe?: (value: number) => string | null;
}

/** What is said of a setting, whatever its values are. */
export interface SettingTexts {
  label: string;
  unit?: string;
  /** One line: what it does to the outcome. */
  meaning: string;
  /** In few letters, for the name of a run; the label where left out. */
  symbol?: string;
  /** The value in the name of a run, where `symbol value` does not say it. */
  words?: (value: never) => string;
  /** Whether a run is named by it, where it matters: always where left out. */
  named?: false | Condition;
  /** Where left out, it matters everywhere. */
  when?: Condition;
  /** The part of the form that it stands in; `main` is not folded away, and null has a control of its own. */
  group: string | null;
  /** Its name in Transformers or TRL; null where they have none. */
  transformers: string | null;
  /** Its name in LLaMA-Factory, where that is another one; null where it has none. */
  llamaFactory?: string | null;
  /** Names that files of former versions have. The first is the one it was born with. */
  former?: readonly string[];
  /** Further spellings as an option of the command line, without dashes. */
  options?: readonly string[];
}

/** Bounds of a number; `above` and `below` are outside themselves. */
export interface NumberRange {
  least?: number;
  above?: number;
  most?: number;
  below?: number;
}

/** A setting of a training: one row decides how it is checked, shown, swept, named, written and documented. */
export interface Setting<T> extends SettingTexts {
  default: T;
  /** What it may be. */
  schema: v.GenericSchema<unknown, T>;
  /** The same in words. */
  allowed: string;
  /** Of a number: between what it lies. */
  range: NumberRange | null;
  /** `count`: whole numbers. */
  kind: "number" | "count" | "choice" | "names";
  /** null: no form has a slider for it. */
  slider: Slider | null;
  /** null: not chosen from a list. */
  choices: readonly T[] | null;
}

/** Settings by their name in code. */
export type SettingsTable = { readonly [name: string]: Setting<unknown> };

/** The config that a table is of. */
export type ConfigOf<Table> = {
  -readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

type Numeric = SettingTexts & { default: number; slider: Slider | null };

type Bound = { schema: v.GenericSchema<unknown, number>; allowed: string; range: NumberRange };

const finite = v.pipe(v.number(), v.finite());
export const share: Bound = {
  schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  allowed: "from 0 to 1",
  range: { least: 0, most: 1 },
};
export const above0: Bound = { schema: v.pipe(finite, v.gtValue(0)), allowed: "above 0", range: { above: 0 } };
export const atLeast0: Bound = { schema: v.pipe(finite, v.minValue(0)), allowed: "0 or more", range: { least: 0 } };
export const mass: Bound = {
  schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.gtValue(0)),
  allowed: "above 0, at most 1",
  range: { above: 0, most: 1 },
};
export const below05: Bound = {
  schema: v.pipe(v.number(), v.minValue(0), v.ltValue(0.5)),
  allowed: "from 0 to below 0.5",
  range: { least: 0, below: 0.5 },
};

export function number(bound: Bound, row: Numeric): Setting<number> {
  return { kind: "number", choices: null, ...bound, ...row };
}

/** A whole number. */
export function count(least: number, row: Numeric, most = Number.MAX_SAFE_INTEGER): Setting<number> {
  const schema = v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
  const allowed = `a whole number, ${least} or more`;
  return { kind: "count", choices: null, schema, allowed, range: { least, most }, ...row };
}

export function choice<const T extends string>(
  choices: readonly T[],
  row: SettingTexts & { default: NoInfer<T> },
): Setting<T> {
  const schema = v.picklist(choices);
  return { kind: "choice", slider: null, choices, schema, allowed: choices.join(", "), range: null, ...row };
}

/** As a tensor's name has it; addresses write several with commas between them. */
const matrixName = v.pipe(v.string(), v.regex(/^[\w.]+$/, "the name of a matrix"));

/** Names of matrices. */
export function names(row: SettingTexts & { default: readonly string[] }): Setting<readonly string[]> {
  const schema = v.array(matrixName);
  const allowed = "names, separated by commas";
  return { kind: "names", slider: null, choices: null, schema, allowed, range: null, ...row };
}

/** The defaults of a table. */
export function defaultsOf<Table extends SettingsTable>(table: Table): ConfigOf<Table> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.default])) as ConfigOf<Table>;
}

const schemas = new WeakMap<SettingsTable, v.GenericSchema>();

/** What a config of a table may be: every setting, and no other field. */
export function schemaOf<Table extends SettingsTable>(table: Table): v.GenericSchema<unknown, ConfigOf<Table>> {
  const fields = Object.entries(table).map(([name, { schema }]) => [name, schema]);
  const known = schemas.get(table) ?? (v.strictObject(Object.fromEntries(fields)) as v.GenericSchema);
  schemas.set(table, known);
  return known as v.GenericSchema<unknown, ConfigOf<Table>>;
}

/** Whether what a setting needs holds for a config. */
export function holds(condition: Condition | undefined, config: Readonly<Record<string, unknown>>): boolean {
  if (!condition) return true;
  const { methods, tuning, above0: other } = condition;
  return (
    (!methods || methods.some((method) => method === config.method)) &&
    (!tuning || tuning === config.tuning) &&
    (!other || Number(config[other]) > 0)
  );
}
