import { dimensions, type Space } from "../space.ts";
import { type Field, placeOf, type Value } from "../variation.ts";
import { growForest, type Tree } from "./forest.ts";
import type { ConfigurationSummary } from "./summaries.ts";

/** A field with the share of the objective's variance over the space that the field alone explains. */
export interface Importance {
  field: Field;
  share: number;
}

const FOREST = { trees: 32, leafSize: 3, seed: 0 };

/** With fewer configurations a forest would fit the noise. */
export const LEAST_CONFIGURATIONS = 12;

/**
 * Main effects of functional ANOVA over a random forest (Hutter et al. 2014): the variance of the forest's mean along
 * one field as a share of the forest's variance over the space. The rest to 1 is interaction. Where a field has no
 * meaning, it counts with the base's value.
 *
 * @returns null for fewer than `LEAST_CONFIGURATIONS` configurations, or if the objective does not vary
 */
export function importance(space: Space, found: readonly ConfigurationSummary[]): Importance[] | null {
  if (found.length < LEAST_CONFIGURATIONS) return null;
  const axes = dimensions(space);
  const x = found.map(({ values }) =>
    axes.map(([field, variation]) => placeOf(field, variation, (values[field] ?? space.base[field]) as Value)),
  );
  const y = found.map(({ estimate }) => estimate.value);
  const trees = growForest(x, y, FOREST).filter((tree) => treeVariance(tree) > 0);
  if (trees.length === 0) return null;
  return axes.map(([field], dimension) => ({
    field,
    share: trees.reduce((sum, tree) => sum + mainEffect(tree, dimension) / treeVariance(tree), 0) / trees.length,
  }));
}

/** The variance of a tree over the unit cube. */
export function treeVariance(tree: Tree): number {
  const mean = tree.reduce((sum, { low, high, value }) => sum + volume(low, high) * value, 0);
  return tree.reduce((sum, { low, high, value }) => sum + volume(low, high) * (value - mean) ** 2, 0);
}

/** The variance along one axis of a tree's mean over all other axes. */
export function mainEffect(tree: Tree, dimension: number): number {
  const ends = [
    ...new Set(tree.flatMap(({ low, high }) => [low[dimension] as number, high[dimension] as number])),
  ].sort((a, b) => a - b);
  const widths = ends.slice(1).map((end, i) => end - (ends[i] as number));
  const marginal = new Float64Array(widths.length);
  const places = new Map(ends.map((end, i) => [end, i]));
  for (const { low, high, value } of tree) {
    const [from, to] = [low[dimension] as number, high[dimension] as number];
    const others = volume(low, high) / (to - from);
    for (let i = places.get(from) as number; i < (places.get(to) as number); i++) {
      marginal[i] = (marginal[i] as number) + others * value;
    }
  }
  const mean = widths.reduce((sum, width, i) => sum + width * (marginal[i] as number), 0);
  return widths.reduce((sum, width, i) => sum + width * ((marginal[i] as number) - mean) ** 2, 0);
}

function volume(low: readonly number[], high: readonly number[]): number {
  return low.reduce((product, from, i) => product * ((high[i] as number) - from), 1);
}
