import { REWARD_MODEL_SETTINGS } from "../src/engine/training/reward-model-settings.ts";
import { nameInFiles } from "../src/engine/training/setting-names.ts";
import type { Setting, SettingsTable } from "../src/engine/training/settings.ts";

/** Writes `icrm/settings_table.py` of the cluster pack: the settings of a reward model as a dataclass. */
export function settingsPython(table: SettingsTable = REWARD_MODEL_SETTINGS): string {
  const fields = Object.entries(table).map(([name, row]) => field(nameInFiles(table, name), row));
  return `"""The settings of a run. Names are those of TRL and Transformers wherever these have the setting.

This file is written from the playground's table of settings, which its form, its checks and its command line read too.
"""

from dataclasses import dataclass, field


@dataclass
class SettingsTable:
    """One field a setting: its default, what it does, and what it may be."""

${fields.join("\n")}
`;
}

const TYPES = { number: "float", count: "int", choice: "str", names: "list[str]" };

function field(name: string, { kind, default: usual, meaning, unit, choices, range }: Setting<unknown>): string {
  const help = [meaning, ...(unit ? [`Unit: ${unit}.`] : [])].join(" ");
  const allowed = choices ? { choices } : (range ?? {});
  const metadata = Object.entries({ help, ...allowed }).map(([key, value]) => `"${key}": ${python(value)}`);
  const given = Array.isArray(usual) ? "default_factory=list" : `default=${python(usual)}`;
  return `    ${name}: ${TYPES[kind]} = field(
        ${given},
        metadata={
${metadata.map((entry) => `            ${entry},`).join("\n")}
        },
    )`;
}

/**
 * A value in Python. JSON is valid Python for texts and numbers; a list becomes a tuple, since a dataclass must not
 * have a mutable default.
 */
function python(value: unknown): string {
  return Array.isArray(value) ? `(${value.map(python).join(", ")})` : JSON.stringify(value);
}
