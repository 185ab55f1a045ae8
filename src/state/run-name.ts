import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { settingWords } from "../engine/training/setting-words.ts";
import { configOf, DEFAULT_SETTINGS, type TrainSettings } from "./train-settings.ts";
import { type VariantId, variantOf } from "./train-variants.ts";

/**
 * What tells a run from others: its method, whatever of its settings is not at its default and matters to it, and its
 * seed, such as "ICRM ρ 0.3 lr 3e-4, seed 1".
 */
export function runName(id: VariantId, { pairs, config }: Pick<TrainSettings, "pairs" | "config">): string {
  const { name, changes } = variantOf(id);
  const decided = new Set(Object.keys(changes));
  const words = settingWords(REWARD_MODEL_SETTINGS, configOf(id, config), DEFAULT_SETTINGS.config, decided);
  if (pairs !== DEFAULT_SETTINGS.pairs) words.push(`${pairs} pairs`);
  return `${[name, ...words].join(" ")}, seed ${config.seed}`;
}
