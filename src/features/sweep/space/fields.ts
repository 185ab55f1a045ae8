import { EDGE_SCORES, EDGE_WEIGHTS } from "../../../engine/losses/edge-kinds.ts";
import type { Field, Value, Variation } from "../../../engine/sweep/variation.ts";
import { METHODS, type RewardModelConfig, TUNINGS } from "../../../engine/training/reward-model-config.ts";
import { AFTER_ERROR } from "../../../engine/training/step-labels.ts";
import { ALL_FIELDS, type FieldSpec } from "../../train/setup/fields.ts";

/** Fields whose values are names. */
const CHOICES: readonly { field: Field; label: string; choices: readonly Value[] }[] = [
  { field: "method", label: "Method", choices: METHODS },
  { field: "edgeScore", label: "Edge score", choices: EDGE_SCORES },
  { field: "edgeWeight", label: "Edge weight", choices: EDGE_WEIGHTS },
  { field: "baseline", label: "Baseline", choices: ["response", "row"] },
  { field: "afterError", label: "Steps after the first error", choices: AFTER_ERROR },
  { field: "tuning", label: "What is trained", choices: TUNINGS },
];

/** What can vary on the page, in the order of the Train page. */
export const SWEPT_FIELDS: readonly { field: Field; label: string }[] = [
  ...CHOICES,
  ...ALL_FIELDS.map(({ key, label }) => ({ field: key as Field, label })),
];

export function fieldLabel(field: Field): string {
  return SWEPT_FIELDS.find((candidate) => candidate.field === field)?.label ?? field;
}

export function specOf(field: Field): FieldSpec | null {
  return ALL_FIELDS.find(({ key }) => key === field) ?? null;
}

/** What a field may be chosen from; null for numbers. */
export function choicesOf(field: Field): readonly Value[] | null {
  return CHOICES.find((candidate) => candidate.field === field)?.choices ?? null;
}

/** How a field varies at first: a decade to either side where its axis is logarithmic, else as far as the Train page goes. */
export function firstVariation(field: Field, base: RewardModelConfig): Variation {
  const choices = choicesOf(field);
  if (choices) return { choices };
  const { min, max, scale } = specOf(field) as FieldSpec;
  if (scale !== "log") return { range: [min, max] };
  const value = base[field] as number;
  const within = (number: number) => Number(Math.min(max, Math.max(min, number)).toPrecision(3));
  const whole = (number: number) => (Number.isInteger(min) ? Math.round(number) : number);
  return { logRange: [whole(within(value / 10)), whole(within(value * 10))] };
}
