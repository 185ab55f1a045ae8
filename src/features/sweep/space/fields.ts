import type { Field, Value, Variation } from "../../../engine/sweep/variation.ts";
import type { RewardModelConfig } from "../../../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../../../engine/training/reward-model-settings.ts";
import { choiceFields } from "../../../engine/training/setting-fields.ts";
import { translated } from "../../../i18n/translated.ts";
import { ALL_FIELDS, type TrainField } from "../../../state/train-fields.ts";

/** Fields whose values are names. */
const CHOICES = choiceFields(REWARD_MODEL_SETTINGS);

/** The fields that can be varied on the page, in the order of the Train page. */
export const SWEPT_FIELDS: readonly { field: Field; label: string }[] = [...CHOICES, ...ALL_FIELDS].map(
  ({ key, label }) => ({ field: key as Field, label }),
);

/** The name of a field in the language in use. */
export function fieldLabel(field: Field): string {
  return translated(REWARD_MODEL_SETTINGS[field].label);
}

function specOf(field: Field): TrainField | null {
  return ALL_FIELDS.find(({ key }) => key === field) ?? null;
}

/** The choices of a field; null for numbers. */
export function choicesOf(field: Field): readonly Value[] | null {
  return REWARD_MODEL_SETTINGS[field].choices;
}

/**
 * The first variation of a field: a decade on both sides of its value if its axis is logarithmic, else the range of the
 * Train page's slider.
 */
export function firstVariation(field: Field, base: RewardModelConfig): Variation {
  const choices = choicesOf(field);
  if (choices) return { choices };
  const { min, max, scale } = specOf(field) as TrainField;
  if (scale !== "log") return { range: [min, max] };
  const value = base[field] as number;
  const within = (number: number) => Number(Math.min(max, Math.max(min, number)).toPrecision(3));
  const whole = (number: number) => (Number.isInteger(min) ? Math.round(number) : number);
  return { logRange: [whole(within(value / 10)), whole(within(value * 10))] };
}
