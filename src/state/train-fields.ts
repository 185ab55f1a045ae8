import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS, SETTING_GROUPS } from "../engine/training/reward-model-settings.ts";
import { type NumberName, type SliderField, sliderFields } from "../engine/training/setting-fields.ts";
import { DEFAULT_SETTINGS } from "./train-settings.ts";

/** The fields of a config that are numbers a slider can set. */
export type NumberField = NumberName<typeof REWARD_MODEL_SETTINGS>;
export type FieldSpec = SliderField<NumberField>;

export const ALL_FIELDS: readonly FieldSpec[] = sliderFields(REWARD_MODEL_SETTINGS);

/** What one turns first. */
export const MAIN_FIELDS: readonly FieldSpec[] = ALL_FIELDS.filter(({ group }) => group === "main");

export interface FieldGroup {
  title: string;
  fields: readonly FieldSpec[];
}

/** The rest, folded away. */
export const ADVANCED_GROUPS: readonly FieldGroup[] = SETTING_GROUPS.map((title) => ({
  title,
  fields: ALL_FIELDS.filter(({ group }) => group === title),
}));

/** What a field is in the settings a visit begins with. */
export function defaultOf(key: NumberField): number {
  return DEFAULT_SETTINGS.config[key] ?? REWARD_MODEL_DEFAULTS[key];
}
