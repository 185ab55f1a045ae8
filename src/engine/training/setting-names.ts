import { PlaygroundError } from "../errors.ts";
import type { SettingsTable, SettingTexts } from "./settings.ts";

type Tool = "transformers" | "llamaFactory";

/** The name in snake case: `min_lr_rate` for `minLrRate`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The name of a setting in another tool; null if the tool has no such setting. LLaMA-Factory takes Transformers'
 * arguments.
 */
export function toolName({ transformers, llamaFactory }: SettingTexts, tool: Tool): string | null {
  return tool === "llamaFactory" && llamaFactory !== undefined ? llamaFactory : transformers;
}

/**
 * The name of a setting in files: its name in Transformers or TRL, or else in LLaMA-Factory, or else our name in snake
 * case.
 */
export function nameInFiles(table: SettingsTable, name: string): string {
  const row = table[name];
  return row?.transformers ?? row?.llamaFactory ?? snakeCase(name);
}

/** Every name that a setting may have in a file or an address. */
export function spellings(table: SettingsTable, name: string): string[] {
  const { transformers = null, llamaFactory = null, former = [] } = table[name] ?? {};
  const known = [name, snakeCase(name), transformers, llamaFactory, ...former];
  return [...new Set(known.filter((spelling) => spelling !== null))];
}

/** The setting with this name in code or files; the name itself if there is no such setting. */
export function settingNamed(table: SettingsTable, spelling: string): string {
  if (Object.hasOwn(table, spelling)) return spelling;
  return Object.keys(table).find((name) => spellings(table, name).includes(spelling)) ?? spelling;
}

/** The name that a setting's random stream is derived from: its first name, so that old sweeps draw the same values. */
export function bornAs(table: SettingsTable, name: string): string {
  return table[name]?.former?.[0] ?? name;
}

/**
 * Renames fields to their names in code, from any name in a file, an address or a record of an earlier version. Names
 * of no setting stay unchanged.
 * @param where the name of the file in errors
 * @throws PlaygroundError if one setting is given under two names
 */
export function withSettingNames<T>(
  table: SettingsTable,
  fields: Readonly<Record<string, T>>,
  where: string,
): Record<string, T> {
  const given = new Map<string, string>();
  const read: Record<string, T> = {};
  for (const [spelling, value] of Object.entries(fields)) {
    const name = settingNamed(table, spelling);
    const other = given.get(name);
    if (other !== undefined) {
      throw new PlaygroundError({
        what: "A setting is given twice, under two names",
        where,
        expected: "one of the two names",
        found: `${other} and ${spelling}`,
        fix: `Keep ${nameInFiles(table, name)}.`,
      });
    }
    given.set(name, spelling);
    read[name] = value;
  }
  return read;
}

/**
 * Renames the fields of a kept record as `withSettingNames` does, without errors: of two names of a setting the first
 * one counts.
 */
export function renamedSettings<T>(table: SettingsTable, fields: Readonly<Record<string, T>>): Record<string, T> {
  const named = Object.entries(fields).map(([spelling, value]) => [settingNamed(table, spelling), value] as const);
  return Object.fromEntries(named.reverse());
}

/** Renames fields to their names in files. */
export function withFileNames<T>(table: SettingsTable, fields: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [nameInFiles(table, name), value]));
}
