import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS, SETTING_GROUPS } from "../engine/training/reward-model-settings.ts";
import { type NumberName, type SliderField, sliderFields } from "../engine/training/setting-fields.ts";
import { DEFAULT_SETTINGS } from "./train-settings.ts";

/** Numeric fields of a config that have a slider. */
export type TrainNumberName = NumberName<typeof REWARD_MODEL_SETTINGS>;
export type TrainField = SliderField<TrainNumberName>;

export const ALL_FIELDS: readonly TrainField[] = sliderFields(REWARD_MODEL_SETTINGS);

/** The fields that are always shown. */
export const MAIN_FIELDS: readonly TrainField[] = ALL_FIELDS.filter(({ group }) => group === "main");

export interface FieldGroup {
  title: string;
  fields: readonly TrainField[];
}

/** The other fields, in folded groups. */
export const ADVANCED_GROUPS: readonly FieldGroup[] = SETTING_GROUPS.map((title) => ({
  title,
  fields: ALL_FIELDS.filter(({ group }) => group === title),
}));

/** The value of a field when a visit begins. */
export function defaultOf(key: TrainNumberName): number {
  return DEFAULT_SETTINGS.config[key] ?? REWARD_MODEL_DEFAULTS[key];
}
