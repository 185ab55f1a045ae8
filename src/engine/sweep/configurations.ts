import { PlaygroundError } from "../errors.ts";
import { deriveSeed, seededRandom } from "../random.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { bornAs } from "../training/setting-names.ts";
import { halton } from "./halton.ts";
import { type Assignment, dimensions, means, type Space } from "./space.ts";
import { type Field, gridSize, gridValues, type Value, type Variation, valueAt } from "./variation.ts";

/**
 * `grid`: every combination; `random`: independent draws; `halton`: a quasi-random sequence, which fills the space more
 * evenly than independent draws.
 */
export const SAMPLERS = ["grid", "random", "halton"] as const;
export type Sampler = (typeof SAMPLERS)[number];

/** A grid of more combinations is refused. */
export const MOST_COMBINATIONS = 100_000;

/** After this many draws in a row without a new configuration, a space counts as exhausted. */
const MOST_REPEATS = 1000;

/**
 * The first `count` configurations of a sweep, all different; fewer if the space holds no more. They depend on the
 * seed, and asking for more never changes the first ones.
 * @param count Infinity asks for a whole grid
 * @throws PlaygroundError if a grid is infinite or has too many combinations
 */
export function configurations(space: Space, sampler: Sampler, seed: number, count: number): Assignment[] {
  if (sampler === "grid") return grid(space).slice(0, count);
  if (!Number.isFinite(count)) {
    throw new PlaygroundError({
      what: "Only a grid has an end of its own",
      where: "sampler",
      expected: "a number of trials",
      found: "none",
      fix: "Say how many trials to run, or sweep a grid.",
    });
  }
  const order = dimensions(space);
  const places = order.map(([field], dimension) =>
    sampler === "halton"
      ? halton(dimension, seed)
      : (draw: number) => seededRandom(deriveSeed(seed, `${draw}:${bornAs(REWARD_MODEL_SETTINGS, field)}`))(),
  );
  const known = new Set<string>();
  const found: Assignment[] = [];
  for (let draw = 0, repeats = 0; found.length < count && repeats < MOST_REPEATS; draw++) {
    const drawn = assign(space, order, (field, variation, dimension) =>
      valueAt(field, variation, places[dimension]?.(draw) as number),
    );
    const key = JSON.stringify(drawn);
    repeats = known.has(key) ? repeats + 1 : 0;
    if (!known.has(key)) found.push(drawn);
    known.add(key);
  }
  return found;
}

function assign(
  space: Space,
  order: readonly [Field, Variation][],
  pick: (field: Field, variation: Variation, dimension: number) => Value,
): Assignment {
  const assigned: { [Name in Field]?: Value } = {};
  for (const [dimension, [field, variation]] of order.entries()) {
    if (means(space, variation, assigned)) assigned[field] = pick(field, variation, dimension);
  }
  return assigned;
}

function grid(space: Space): Assignment[] {
  let found: Assignment[] = [{}];
  for (const [field, variation] of dimensions(space)) {
    const size = gridSize(field, variation);
    if (size === null) {
      throw new PlaygroundError({
        what: "A grid over this space would be infinite",
        where: `vary.${field}`,
        expected: 'how many values to cut the range into, as in "points": 5',
        found: JSON.stringify(variation),
        fix: "Give points or choices, or draw at random.",
      });
    }
    if (found.length * size > MOST_COMBINATIONS) {
      throw new PlaygroundError({
        what: "The grid has too many combinations",
        where: `vary, up to ${field}`,
        expected: `at most ${MOST_COMBINATIONS}`,
        found: `up to ${found.length * size}`,
        fix: "Vary fewer fields, give fewer points, or draw at random.",
      });
    }
    const values = gridValues(field, variation);
    found = found.flatMap((assigned) =>
      means(space, variation, assigned) ? values.map((value) => ({ ...assigned, [field]: value })) : [assigned],
    );
  }
  return found;
}
