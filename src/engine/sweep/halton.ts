import { deriveSeed, seededRandom, shuffled } from "../random.ts";

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];

/**
 * A point in [0, 1) of a scrambled Halton sequence (Halton 1960; Owen 2017 on scrambling): digits of the index in a prime
 * base, each permuted by the seed, mirrored at the point. Without scrambling, high bases begin with long diagonals.
 * @param index 0-based
 * @param dimension 0-based, below 25: as many fields as a training config has
 */
export function halton(index: number, dimension: number, seed: number): number {
  const base = PRIMES[dimension] as number;
  let value = 0;
  let share = 1 / base;
  let rest = index;
  // Permuted, leading zeros are digits too; below 2^-32 they move nothing.
  for (let digit = 0; share > 2 ** -32; digit++) {
    const random = seededRandom(deriveSeed(seed, `halton:${dimension}:${digit}`));
    const order = shuffled(
      random,
      Array.from({ length: base }, (_, i) => i),
    );
    value += (order[rest % base] as number) * share;
    rest = Math.floor(rest / base);
    share /= base;
  }
  return value;
}
