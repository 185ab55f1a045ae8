import { deriveSeed, type Random, randomInt, seededRandom } from "../../random.ts";

/** A box in the unit cube, and the mean of the observations in it. */
export interface Leaf {
  low: readonly number[];
  high: readonly number[];
  value: number;
}

/** A regression tree as a list of boxes that fill the unit cube. */
export type Tree = readonly Leaf[];

export interface ForestSettings {
  trees: number;
  /** The least number of observations in a leaf. */
  leafSize: number;
  seed: number;
}

/**
 * A random forest for regression (Breiman 2001). Every tree is grown on a bootstrap sample and splits where the squared
 * error falls most among a random third (or more) of the dimensions.
 *
 * This is our own code, because the one maintained library takes 12 s for 2,000 observations, brings 17 packages along,
 * and hides its trees' thresholds, which the functional ANOVA needs.
 *
 * @param x observations × dimensions, in [0, 1]
 */
export function growForest(x: readonly (readonly number[])[], y: readonly number[], settings: ForestSettings): Tree[] {
  const ranks = ranksOf(x);
  return Array.from({ length: settings.trees }, (_, tree) => {
    const random = seededRandom(deriveSeed(settings.seed, `tree:${tree}`));
    const sample = x.map(() => randomInt(random, 0, x.length - 1));
    const dimensions = x[0]?.length ?? 0;
    const cube = { low: new Array(dimensions).fill(0), high: new Array(dimensions).fill(1) };
    const leaves: Leaf[] = [];
    grow(sample, cube.low, cube.high);
    return leaves;

    function grow(rows: number[], low: readonly number[], high: readonly number[]): void {
      const split =
        rows.length >= 2 * settings.leafSize ? bestSplit(rows, x, y, ranks, settings.leafSize, random) : null;
      if (!split) {
        leaves.push({ low, high, value: rows.reduce((sum, row) => sum + (y[row] as number), 0) / rows.length });
        return;
      }
      const { dimension, threshold } = split;
      const below = (row: number) => (x[row]?.[dimension] as number) <= threshold;
      grow(rows.filter(below), low, high.with(dimension, threshold));
      grow(
        rows.filter((row) => !below(row)),
        low.with(dimension, threshold),
        high,
      );
    }
  });
}

interface Split {
  dimension: number;
  threshold: number;
}

function bestSplit(
  rows: readonly number[],
  x: readonly (readonly number[])[],
  y: readonly number[],
  ranks: readonly Float64Array[],
  leafSize: number,
  random: Random,
): Split | null {
  const dimensions = ranks.length;
  const total = rows.reduce((sum, row) => sum + (y[row] as number), 0);
  const n = rows.length;
  let best: Split | null = null;
  // (Σy)²/n of the whole node: a split must explain more with its two parts.
  let most = total ** 2 / n + 1e-12 * Math.abs(total);
  const order = Array.from({ length: dimensions }, (_, dimension) => ({ dimension, key: random() }));
  order.sort((a, b) => a.key - b.key);
  for (const { dimension } of order.slice(0, Math.max(1, Math.ceil((2 * dimensions) / 3)))) {
    const at = (row: number) => x[row]?.[dimension] as number;
    const sorted = inOrderOf(ranks[dimension] as Float64Array, rows);
    let left = 0;
    for (let i = 1; i < n; i++) {
      left += y[sorted[i - 1] as number] as number;
      const [before, after] = [at(sorted[i - 1] as number), at(sorted[i] as number)];
      if (before === after || i < leafSize || n - i < leafSize) continue;
      const explained = left ** 2 / i + (total - left) ** 2 / (n - i);
      if (explained > most) {
        most = explained;
        best = { dimension, threshold: (before + after) / 2 };
      }
    }
  }
  return best;
}

/** For each dimension, the rank of every observation. */
function ranksOf(x: readonly (readonly number[])[]): Float64Array[] {
  return (x[0] ?? []).map((_, dimension) => {
    const order = x.map((_, row) => row).sort((a, b) => (x[a]?.[dimension] as number) - (x[b]?.[dimension] as number));
    const ranks = new Float64Array(x.length);
    for (const [rank, row] of order.entries()) ranks[row] = rank;
    return ranks;
  });
}

/**
 * The rows in the order of their rank. Sorting numbers that combine rank and row is ten times as fast as sorting by a
 * comparison.
 */
function inOrderOf(ranks: Float64Array, rows: readonly number[]): Float64Array {
  const keys = Float64Array.from(rows, (row) => (ranks[row] as number) * ranks.length + row).sort();
  return keys.map((key) => key % ranks.length);
}
