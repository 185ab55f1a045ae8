import type { RewardModelConfig } from "../training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";

/** A field of the training config that can be varied. Seeds are not varied: they replicate a configuration. */
export type Field = Exclude<keyof RewardModelConfig, "seed">;
export type Value = RewardModelConfig[Field];

/** The values that other fields must have for the field to have a meaning; all of them must hold. */
export type FieldCondition = { readonly [Other in Field]?: readonly Value[] };

/** How a field is varied. `points` is the number of values into which a grid cuts a range. */
export type Variation = { readonly when?: FieldCondition | undefined } & (
  | { readonly choices: readonly Value[] }
  | { readonly range: readonly [low: number, high: number]; readonly points?: number | undefined }
  | { readonly logRange: readonly [low: number, high: number]; readonly points?: number | undefined }
);

/** Whether the field's values are whole numbers. */
export function isCounted(field: Field): boolean {
  return REWARD_MODEL_SETTINGS[field].kind === "count";
}

/**
 * The value at a place `u` in [0, 1) of a variation: all choices, and all whole numbers of a range, have equal shares.
 */
export function valueAt(field: Field, variation: Variation, u: number): Value {
  if ("choices" in variation) return variation.choices[Math.floor(u * variation.choices.length)] as Value;
  const [low, high] = ends(field, variation);
  const value = "logRange" in variation ? low * (high / low) ** u : low + (high - low) * u;
  // Just below 1, rounding can reach the end, which is one past the last whole number.
  return isCounted(field) ? Math.min(Math.floor(value), high - 1) : rounded(value);
}

/** The place in [0, 1] of a value, the inverse of `valueAt`: the middle of the share of a choice or whole number. */
export function placeOf(field: Field, variation: Variation, value: Value): number {
  if ("choices" in variation) {
    const key = JSON.stringify(value);
    const place = variation.choices.findIndex((choice) => JSON.stringify(choice) === key);
    return (place + 0.5) / variation.choices.length;
  }
  const [low, high] = ends(field, variation);
  const number = (value as number) + (isCounted(field) ? 0.5 : 0);
  const place = "logRange" in variation ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
  return Math.min(1, Math.max(0, place));
}

/** The largest number of values that a grid takes from a variation; null for a range without `points`. */
export function gridSize(field: Field, variation: Variation): number | null {
  if ("choices" in variation) return variation.choices.length;
  if (variation.points !== undefined) return variation.points;
  const [low, high] = "logRange" in variation ? variation.logRange : variation.range;
  return isCounted(field) ? high - low + 1 : null;
}

/** The values that a grid takes from a variation of known size. */
export function gridValues(field: Field, variation: Variation): Value[] {
  if ("choices" in variation) return [...variation.choices];
  const [low, high] = "logRange" in variation ? variation.logRange : variation.range;
  const { points } = variation;
  if (points === undefined) return Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const at = (i: number) => {
    const u = points === 1 ? 0.5 : i / (points - 1);
    const value = "logRange" in variation ? low * (high / low) ** u : low + (high - low) * u;
    return isCounted(field) ? Math.round(value) : rounded(value);
  };
  return [...new Set(Array.from({ length: points }, (_, i) => at(i)))];
}

/**
 * The ends of a range. A whole number n takes the stretch from n to n + 1, so that the last one has as much as the
 * others.
 */
function ends(field: Field, variation: Exclude<Variation, { choices: readonly Value[] }>): readonly [number, number] {
  const [low, high] = "logRange" in variation ? variation.logRange : variation.range;
  return isCounted(field) ? [low, high + 1] : [low, high];
}

/** Rounds to six significant digits, so that the value that a person reads is the value that is trained with. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
