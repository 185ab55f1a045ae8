import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { settingWords } from "../engine/training/setting-words.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";
import { DEFAULT_SETTINGS, type TrainSettings, variantConfig } from "./train-settings.ts";
import { type VariantId, variantOf } from "./train-variants.ts";

/**
 * The name of a run: its method, every setting that matters to it and is not at its default, and its seed, such as
 * "ICRM ρ 0.3 lr 3e-4, seed 1", in the language in use; from then on it is what the person would have typed.
 */
export function runName(id: VariantId, { pairs, config }: Pick<TrainSettings, "pairs" | "config">): string {
  const { name, changes } = variantOf(id);
  const decided = new Set(Object.keys(changes));
  const words = settingWords(REWARD_MODEL_SETTINGS, variantConfig(id, config), DEFAULT_SETTINGS.config, decided);
  if (pairs !== DEFAULT_SETTINGS.pairs) words.push(msg(`${pairs} pairs`));
  return `${[name, ...words].map(translated).join(" ")}, ${translated(msg(`seed ${config.seed}`))}`;
}
