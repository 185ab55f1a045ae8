import { PlaygroundError } from "../errors.ts";
import type { SettingsTable, SettingTexts } from "./settings.ts";

type Tool = "transformers" | "llamaFactory";

/** `min_lr_rate` of `minLrRate`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What a tool calls a setting; null where it has none. LLaMA-Factory takes Transformers' arguments. */
export function toolName({ transformers, llamaFactory }: SettingTexts, tool: Tool): string | null {
  return tool === "llamaFactory" && llamaFactory !== undefined ? llamaFactory : transformers;
}

/** What a file calls a setting: the name in Transformers or TRL, else in LLaMA-Factory, else ours in their manner. */
export function fileName(table: SettingsTable, name: string): string {
  const row = table[name];
  return row?.transformers ?? row?.llamaFactory ?? snakeCase(name);
}

/** Everything that a setting may be called in a file or an address. */
export function spellings(table: SettingsTable, name: string): string[] {
  const { transformers = null, llamaFactory = null, former = [] } = table[name] ?? {};
  const known = [name, snakeCase(name), transformers, llamaFactory, ...former];
  return [...new Set(known.filter((spelling) => spelling !== null))];
}

/** The setting that a spelling is of; the spelling itself where it is of none. */
export function settingNamed(table: SettingsTable, spelling: string): string {
  if (Object.hasOwn(table, spelling)) return spelling;
  return Object.keys(table).find((name) => spellings(table, name).includes(spelling)) ?? spelling;
}

/** What a random stream of a setting is known by: the name it was born with, so that old sweeps draw the same values. */
export function bornAs(table: SettingsTable, name: string): string {
  return table[name]?.former?.[0] ?? name;
}

/**
 * Fields by their names in code, whatever they are called in a file, an address or a record of a former version. Names that
 * no setting has stay as they are.
 * @param where what errors call the file
 * @throws PlaygroundError where one setting is given under two names
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
        expected: "one of them",
        found: `${other} and ${spelling}`,
        fix: `Keep ${fileName(table, name)}.`,
      });
    }
    given.set(name, spelling);
    read[name] = value;
  }
  return read;
}

/** The same of fields that nobody has to answer for, such as kept ones: of two names of a setting, the first given counts. */
export function renamedSettings<T>(table: SettingsTable, fields: Readonly<Record<string, T>>): Record<string, T> {
  const named = Object.entries(fields).map(([spelling, value]) => [settingNamed(table, spelling), value] as const);
  return Object.fromEntries(named.reverse());
}

/** Fields by the names that files have for them. */
export function withFileNames<T>(table: SettingsTable, fields: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [fileName(table, name), value]));
}
