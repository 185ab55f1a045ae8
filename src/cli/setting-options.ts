import { type Command, InvalidArgumentError, Option } from "commander";
import { nameInFiles } from "../engine/training/setting-names.ts";
import type { Setting, SettingsTable } from "../engine/training/settings.ts";

const kebab = (name: string) => name.replaceAll("_", "-");

/** The option of a setting, under its name in files and, if there is one, a shorter name. */
function settingOption(table: SettingsTable, name: string): Option {
  const row = table[name] as Setting<unknown>;
  const long = kebab(nameInFiles(table, name));
  const [other] = (row.options ?? []).filter((option) => option !== long);
  const value = { number: "<x>", count: "<n>", choice: "<name>", names: "<names>" }[row.kind];
  const option = new Option(`${other ? `--${other}, ` : ""}--${long} ${value}`, description(row));
  if (row.choices) return option.choices(row.choices.map(String));
  if (row.kind === "names") return option.argParser((text) => text.split(",").filter(Boolean));
  return option.argParser(numberOf);
}

function description({ meaning, unit, allowed, choices, default: standard }: Setting<unknown>): string {
  const values = choices ? [] : [[unit, allowed].filter(Boolean).join(", ")];
  const usual = Array.isArray(standard) && standard.length === 0 ? "all" : String(standard);
  return `${meaning} (${[...values, `default: ${usual}`].join("; ")})`;
}

/** A number; `checkConfig` checks its bounds later, with those of all other settings. */
function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && !Number.isNaN(value)) return value;
  throw new InvalidArgumentError("Expected a number.");
}

/** Adds an option for every setting of a table to a command. */
export function addSettings(command: Command, table: SettingsTable): Command {
  command.optionsGroup("Settings of the training, which win over those of --config:");
  for (const name of Object.keys(table)) command.addOption(settingOption(table, name));
  return command;
}

/** The settings given on a command line, by their names in code. */
export function givenSettings(table: SettingsTable, options: object): Record<string, unknown> {
  const given = new Map(Object.entries(options));
  const found = Object.keys(table).map((name) => [name, given.get(settingOption(table, name).attributeName())]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
