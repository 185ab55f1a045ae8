import { holds, type Setting, type SettingsTable } from "./settings.ts";

/**
 * What of a config is not as usual, and matters to it, in few letters each: what a run is named by.
 * @param usual the values that need not be said
 * @param decided settings that the name says already
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

/** 3e-4 rather than 0.0003. */
function numberText(value: number): string {
  return value > 0 && value < 0.01 ? value.toExponential() : String(value);
}
