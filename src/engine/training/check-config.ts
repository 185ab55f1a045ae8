import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { DPO_SETTINGS, type DpoConfig } from "./dpo-config.ts";
import type { RewardModelConfig } from "./reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "./reward-model-settings.ts";
import { withSettingNames } from "./setting-names.ts";
import { type ConfigOf, type SettingsTable, schemaOf } from "./settings.ts";

/**
 * Checks a training config from outside: from a file, an address, a form, or a record of an earlier version. Its fields
 * may have any name that a setting has or had.
 * @throws PlaygroundError naming the first invalid field, what was expected and what was found
 */
export function checkRewardModelConfig(input: unknown, where: string): RewardModelConfig {
  return checkConfig(REWARD_MODEL_SETTINGS, input, where);
}

/**
 * Checks a config of direct preference optimisation from outside.
 * @throws PlaygroundError naming the first invalid field; also if β is 0, which makes the loss log 2 whatever the
 *   policy does
 */
export function checkDpoConfig(input: unknown, where: string): DpoConfig {
  if ((input as Partial<DpoConfig> | null)?.beta !== 0) return checkConfig(DPO_SETTINGS, input, where);
  throw new PlaygroundError({
    what: "With β = 0 the loss does not depend on the policy, so nothing would be learned",
    where: `${where}, beta`,
    expected: "a number above 0",
    found: "0",
    fix: "Take 0.1 as the paper does; smaller values let the policy go further from its reference.",
  });
}

/**
 * Checks a config against a table of settings.
 * @throws PlaygroundError naming the first invalid field, what was expected and what was found
 */
export function checkConfig<Table extends SettingsTable>(table: Table, input: unknown, where: string): ConfigOf<Table> {
  const isFields = typeof input === "object" && input !== null && !Array.isArray(input);
  const fields = isFields ? withSettingNames(table, input as Record<string, unknown>, where) : input;
  const result = v.safeParse(schemaOf(table), fields);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new PlaygroundError({
    what: "The training config has a field that cannot be used",
    where: `${where}, ${v.getDotPath(issue) ?? "config"}`,
    expected: issue.expected ?? "another value",
    found: issue.received,
    fix: "Correct or remove the field.",
  });
}
