import { DPO_SETTINGS } from "../src/engine/training/dpo-config.ts";
import { REWARD_MODEL_SETTINGS } from "../src/engine/training/reward-model-settings.ts";
import { nameInFiles, toolName } from "../src/engine/training/setting-names.ts";
import type { Setting, SettingCondition, SettingsTable } from "../src/engine/training/settings.ts";

/** Writes docs/settings.md: every setting of a training, from the rows that the code reads. */
export function settingsPage(): string {
  return `# Settings

Every setting of a training, in files (\`--config\`, the space of a sweep, \`config.json\` of an exported run) and as an option of the
command line (\`min_lr_rate\` is \`--min-lr-rate\`). Names are those of Transformers, TRL and LLaMA-Factory wherever these have the
setting; files may also have the names in code, and those of former versions. This page is written by
\`npx vitest run --project node scripts/settings-table.test.ts -u\` from \`src/engine/training/reward-model-settings.ts\` and
\`dpo-config.ts\`.

## Reward models

${settingsTable(REWARD_MODEL_SETTINGS)}

## Direct preference optimisation

${settingsTable(DPO_SETTINGS)}
`;
}

export function settingsTable(table: SettingsTable): string {
  const rows = Object.entries(table).map(([name, row]) => `| ${cellsOf(table, name, row).join(" | ")} |`);
  return [
    "| in files | in code | meaning | values | default | matters | Transformers, TRL | LLaMA-Factory | former names |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function cellsOf(table: SettingsTable, name: string, row: Setting<unknown>): string[] {
  const { meaning, unit, allowed, default: usual, when, former = [] } = row;
  const code = (text: string | null) => (text === null ? "–" : `\`${text}\``);
  return [
    code(nameInFiles(table, name)),
    code(name),
    meaning,
    [unit, allowed].filter(Boolean).join(", "),
    Array.isArray(usual) && usual.length === 0 ? "all" : String(usual),
    when ? conditionText(when) : "always",
    code(toolName(row, "transformers")),
    code(toolName(row, "llamaFactory")),
    former.map(code).join(", ") || "–",
  ];
}

function conditionText({ methods, tuning, above0 }: SettingCondition): string {
  const parts = [
    ...(methods ? [methods.join(", ")] : []),
    ...(tuning ? [`tuning ${tuning}`] : []),
    ...(above0 ? [`\`${above0}\` above 0`] : []),
  ];
  return parts.join("; ");
}
