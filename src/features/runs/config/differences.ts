import { REWARD_MODEL_SETTINGS } from "../../../engine/training/reward-model-settings.ts";
import type { SettingsTable } from "../../../engine/training/settings.ts";
import { msg } from "../../../i18n/msg.ts";
import type { RunRecord } from "../../../storage/records.ts";

/** The values of one setting in several runs, as text. */
export interface SettingRow {
  name: string;
  /** Values in the order of the runs. */
  values: string[];
  differs: boolean;
}

/** All settings that decide a run, side by side. */
export function settingRows(runs: readonly RunRecord[]): SettingRow[] {
  const described = runs.map(settingsOf);
  const names = [...new Set(described.flatMap((settings) => [...settings.keys()]))];
  return names.map((name) => {
    const values = described.map((settings) => settings.get(name) ?? "–");
    return { name, values, differs: new Set(values).size > 1 };
  });
}

function settingsOf({
  config,
  dataName,
  dataHash,
  pairs,
  heldOut,
  baseModel,
  base,
  generator,
  workers = 1,
}: RunRecord): Map<string, string> {
  return new Map([
    ...Object.entries(config).map(([name, value]): [string, string] => [labelOf(name), settingText(value)]),
    [msg("Data"), dataName],
    [msg("Pairs"), String(pairs)],
    [msg("Held-out pairs"), String(heldOut)],
    [msg("SHA-256 of the pairs"), dataHash.slice(0, 12)],
    [msg("Base"), baseModel],
    [msg("Generator"), generator ?? (base === null ? msg("the policy of the playground") : baseModel)],
    [msg("Workers a step"), String(workers)],
  ]);
}

/** The label of a setting; a setting of another version, which this one does not know, is shown by its name. */
function labelOf(name: string): string {
  return (REWARD_MODEL_SETTINGS as SettingsTable)[name]?.label ?? name;
}

function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : msg("(all)");
  return String(value);
}
