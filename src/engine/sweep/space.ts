import { PlaygroundError } from "../errors.ts";
import { checkRewardModelConfig } from "../training/check-config.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../training/reward-model-config.ts";
import type { Field, Value, Variation } from "./variation.ts";

/** The varied fields, and the config that holds the values of all other fields. */
export interface Space {
  /** The base config; its seed is not used, since a sweep has seeds of its own. */
  base: RewardModelConfig;
  vary: Variations;
}

export type Variations = { readonly [Name in Field]?: Variation };

/** Values of the varied fields, without fields that have no meaning under their conditions. */
export type Assignment = { readonly [Name in Field]?: Value };

/** The variations, ordered so that every field comes after the fields that its condition names. */
export function dimensions({ vary }: Space): [Field, Variation][] {
  const open = new Map(Object.entries(vary) as [Field, Variation][]);
  const ordered: [Field, Variation][] = [];
  while (open.size > 0) {
    const free = [...open].filter(([, { when }]) => !Object.keys(when ?? {}).some((other) => open.has(other as Field)));
    if (free.length === 0) {
      throw new PlaygroundError({
        what: "The conditions of a sweep go round in a circle",
        where: `vary: ${[...open.keys()].join(", ")}`,
        fix: "Take one of the conditions away.",
      });
    }
    for (const [field, variation] of free) {
      ordered.push([field, variation]);
      open.delete(field);
    }
  }
  return ordered;
}

/** Whether a field's condition holds for the assigned values. */
export function means({ base }: Space, { when }: Variation, assigned: Assignment): boolean {
  return Object.entries(when ?? {}).every(([other, values]) => {
    const value = JSON.stringify(assigned[other as Field] ?? base[other as Field]);
    return values.some((allowed) => JSON.stringify(allowed) === value);
  });
}

/** The config of a run: the base's fields, overridden by the assigned ones, and a seed. */
export function configOf({ base }: Space, assignment: Assignment, seed: number): RewardModelConfig {
  return { ...base, ...assignment, seed } as RewardModelConfig;
}

/**
 * Refuses a space that cannot be swept.
 * @throws PlaygroundError naming the field that is unknown, has no values, or has a value that the training config does
 *   not take
 */
export function checkSpace(space: Space, where: string): void {
  const fields = Object.entries(space.vary) as [Field, Variation][];
  if (fields.length === 0) {
    throw new PlaygroundError({
      what: "The space is empty: no field varies",
      where: `${where}, vary`,
      expected: "at least one field with choices, a range or a logRange",
      found: "none",
      fix: 'Vary a field, as in {"learningRate": {"logRange": [1e-4, 1e-2]}}.',
    });
  }
  for (const [field, variation] of fields) {
    const at = `${where}, vary.${field}`;
    checkField(field, at);
    checkValues(space, field, variation, at);
    for (const [other, values] of Object.entries(variation.when ?? {})) {
      checkField(other as Field, `${at}.when`);
      for (const value of values) checkValue(space, other as Field, value, `${at}.when.${other}`);
    }
  }
  dimensions(space);
}

function checkField(field: string, where: string): void {
  if ((field as string) === "seed") {
    throw new PlaygroundError({
      what: "The seed is no field to vary: every configuration is run with the same seeds",
      where,
      fix: 'List the seeds under "seeds".',
    });
  }
  if (Object.hasOwn(REWARD_MODEL_DEFAULTS, field)) return;
  throw new PlaygroundError({
    what: "The training config has no such field",
    where,
    expected: `one of ${Object.keys(REWARD_MODEL_DEFAULTS)
      .filter((name) => name !== "seed")
      .join(", ")}`,
    found: field,
    fix: "Correct or remove the field.",
  });
}

function checkValues(space: Space, field: Field, variation: Variation, where: string): void {
  if ("choices" in variation) {
    if (variation.choices.length === 0) {
      throw new PlaygroundError({ what: "A field has nothing to choose from", where, fix: "Give it a choice." });
    }
    for (const value of variation.choices) checkValue(space, field, value, where);
    checkDistinct(variation.choices, where);
    return;
  }
  const isLog = "logRange" in variation;
  const [low, high] = isLog ? variation.logRange : variation.range;
  const found = `[${low}, ${high}]`;
  if (typeof REWARD_MODEL_DEFAULTS[field] !== "number") {
    throw new PlaygroundError({
      what: "A field without numbers has no range",
      where,
      expected: "choices",
      found: `a range ${found}`,
      fix: "List the values as choices.",
    });
  }
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new PlaygroundError({
      what: "A range is no range",
      where,
      expected: "two finite numbers, the lower first",
      found,
      fix: "To hold a field at one value, lock it: move it to the base.",
    });
  }
  if (isLog && low <= 0) {
    throw new PlaygroundError({
      what: "A logarithmic range starts above 0",
      where,
      expected: "a lower end above 0",
      found,
      fix: "Raise the lower end, or take a range.",
    });
  }
  for (const end of [low, high]) checkValue(space, field, end, where);
}

/** Refuses equal choices: the same run would be made twice and count twice in every figure. */
function checkDistinct(choices: readonly Value[], where: string): void {
  // The order of names in a list makes no difference.
  const keys = choices.map((value) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value));
  const second = keys.findIndex((key, i) => keys.indexOf(key) < i);
  if (second < 0) return;
  throw new PlaygroundError({
    what: "A field has the same choice twice",
    where,
    expected: "choices that differ",
    found: `${JSON.stringify(choices[second])} again, as choice ${second + 1}`,
    fix: "Remove one of the equal choices.",
  });
}

function checkValue({ base }: Space, field: Field, value: Value, where: string): void {
  try {
    checkRewardModelConfig({ ...base, [field]: value }, where);
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    throw new PlaygroundError({
      what: "A value of a varied field cannot be trained with",
      where,
      expected: error.report.expected ?? "another value",
      found: JSON.stringify(value),
      fix: "Correct the values of the field.",
    });
  }
}
