import * as v from "valibot";
import type { Method, Tuning } from "./methods.ts";

/** When a setting has an effect; all conditions must hold. */
export interface SettingCondition {
  methods?: readonly Method[];
  tuning?: Tuning;
  /** Name of a setting that must be above 0. */
  above0?: string;
}

/** The slider of a number in a form. */
export interface Slider {
  min: number;
  max: number;
  step: number;
  scale?: "log";
  /** The meaning of a value in words; null if the number needs no words. */
  describe?: (value: number) => string | null;
}

/** The texts and names of a setting. */
export interface SettingTexts {
  label: string;
  unit?: string;
  /** One line on the setting's effect. */
  meaning: string;
  /** The setting in few letters, for the name of a run; left out, the label. */
  symbol?: string;
  /** The value in the name of a run, if `symbol value` does not express it. */
  words?: (value: never) => string;
  /** Whether the setting appears in the name of a run for which it matters; left out, always. */
  named?: false | SettingCondition;
  /** When the setting has an effect; left out, always. */
  when?: SettingCondition;
  /**
   * The group of the form that the setting is in; `main` is not folded away, and null means that it has a control of
   * its own.
   */
  group: string | null;
  /** The setting's name in Transformers or TRL; null if they have no such setting. */
  transformers: string | null;
  /** The setting's name in LLaMA-Factory, if it differs; null if LLaMA-Factory has no such setting. */
  llamaFactory?: string | null;
  /** The setting's names in files of earlier versions; the first is its oldest. */
  former?: readonly string[];
  /** Further spellings as a command-line option, without dashes. */
  options?: readonly string[];
}

/** Bounds of a number; `above` and `below` are excluded. */
export interface NumberRange {
  least?: number;
  above?: number;
  most?: number;
  below?: number;
}

/** A setting of a training: one row decides how it is checked, shown, swept, named, written and documented. */
export interface Setting<T> extends SettingTexts {
  default: T;
  /** The values that the setting may have. */
  schema: v.GenericSchema<unknown, T>;
  /** The allowed values in words. */
  allowed: string;
  /** Bounds, if the setting is a number. */
  range: NumberRange | null;
  /** `count` is a whole number. */
  kind: "number" | "count" | "choice" | "names";
  /** null: no form has a slider for the setting. */
  slider: Slider | null;
  /** null: the setting is not chosen from a list. */
  choices: readonly T[] | null;
}

/** Settings by their name in code. */
export type SettingsTable = { readonly [name: string]: Setting<unknown> };

/** The type of a table's config. */
export type ConfigOf<Table> = {
  -readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

type Numeric = SettingTexts & { default: number; slider: Slider | null };

type Bound = { schema: v.GenericSchema<unknown, number>; allowed: string; range: NumberRange };

const finite = v.pipe(v.number(), v.finite());
export const shareBound: Bound = {
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

export function numberSetting(bound: Bound, row: Numeric): Setting<number> {
  return { kind: "number", choices: null, ...bound, ...row };
}

/** A row for a setting that is a whole number. */
export function countSetting(least: number, row: Numeric, most = Number.MAX_SAFE_INTEGER): Setting<number> {
  const schema = v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
  const allowed = `a whole number, ${least} or more`;
  return { kind: "count", choices: null, schema, allowed, range: { least, most }, ...row };
}

export function choiceSetting<const T extends string>(
  choices: readonly T[],
  row: SettingTexts & { default: NoInfer<T> },
): Setting<T> {
  const schema = v.picklist(choices);
  return { kind: "choice", slider: null, choices, schema, allowed: choices.join(", "), range: null, ...row };
}

/** A matrix by its tensor's name; addresses separate several names by commas. */
const matrixName = v.pipe(v.string(), v.regex(/^[\w.]+$/, "the name of a matrix"));

/** A row for a setting that is a list of names of matrices. */
export function namesSetting(row: SettingTexts & { default: readonly string[] }): Setting<readonly string[]> {
  const schema = v.array(matrixName);
  const allowed = "names, separated by commas";
  return { kind: "names", slider: null, choices: null, schema, allowed, range: null, ...row };
}

/** The defaults of a table. */
export function defaultsOf<Table extends SettingsTable>(table: Table): ConfigOf<Table> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.default])) as ConfigOf<Table>;
}

const schemas = new WeakMap<SettingsTable, v.GenericSchema>();

/** The schema of a table's config: every setting, and no other field. */
export function schemaOf<Table extends SettingsTable>(table: Table): v.GenericSchema<unknown, ConfigOf<Table>> {
  const fields = Object.entries(table).map(([name, { schema }]) => [name, schema]);
  const known = schemas.get(table) ?? (v.strictObject(Object.fromEntries(fields)) as v.GenericSchema);
  schemas.set(table, known);
  return known as v.GenericSchema<unknown, ConfigOf<Table>>;
}

/** Whether a setting's condition holds for a config. */
export function holds(condition: SettingCondition | undefined, config: Readonly<Record<string, unknown>>): boolean {
  if (!condition) return true;
  const { methods, tuning, above0: other } = condition;
  return (
    (!methods || methods.some((method) => method === config.method)) &&
    (!tuning || tuning === config.tuning) &&
    (!other || Number(config[other]) > 0)
  );
}
