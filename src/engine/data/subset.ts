import { seededRandom, shuffled } from "../random.ts";

/** Draws `count` items by a seed and keeps their order. With one seed, a smaller subset is part of every larger one. */
export function subset<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const drawn = shuffled(seededRandom(seed), [...items.keys()]).slice(0, count);
  return drawn.sort((a, b) => a - b).map((index) => items[index] as Item);
}
