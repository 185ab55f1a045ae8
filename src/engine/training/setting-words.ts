import { holds, type Setting, type SettingsTable } from "./settings.ts";

/**
 * The settings of a config that matter to it and are not at their usual value, in a few letters each, to name a run.
 * @param usual values that are not mentioned
 * @param decided settings that the name mentions elsewhere
 */
export function settingWords(
  table: SettingsTable,
  config: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, unknown>>,
  decided: ReadonlySet<string>,
): string[] {
  return Object.entries(table)
    .filter(([name]) => name in usual && !decided.has(name) && String(config[name]) !== String(usual[name]))
    .filter(([, { named, when }]) => named !== false && holds(when, config) && holds(named, config))
    .map(([name, row]) => wordsOf(row, config[name]));
}

function wordsOf({ words, symbol, label }: Setting<unknown>, value: unknown): string {
  if (words) return words(value as never);
  return `${symbol ?? label} ${typeof value === "number" ? numberText(value) : String(value)}`;
}

/** A number in short form, such as 3e-4 for 0.0003. */
function numberText(value: number): string {
  return value > 0 && value < 0.01 ? value.toExponential() : String(value);
}
