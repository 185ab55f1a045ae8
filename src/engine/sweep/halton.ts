import { deriveSeed, seededRandom, shuffled } from "../random.ts";

const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
  113,
];

/** Digits are computed until a digit's share falls below this number. */
const FINEST = 2 ** -32;

/**
 * One dimension of a scrambled Halton sequence (Halton 1960; Owen 2017 on scrambling): maps a 0-based index to a number
 * in [0, 1) by mirroring the index's digits in a prime base at the point, each digit permuted by the seed. Without
 * scrambling, high bases begin with long diagonals.
 * @param dimension 0-based, below 30: a training config has fewer fields
 */
export function halton(dimension: number, seed: number): (index: number) => number {
  const base = PRIMES[dimension] as number;
  const digits = Array.from({ length: base }, (_, i) => i);
  const orders: number[][] = [];
  for (let share = 1 / base; share > FINEST; share /= base) {
    orders.push(shuffled(seededRandom(deriveSeed(seed, `halton:${dimension}:${orders.length}`)), digits));
  }
  return (index) => {
    let value = 0;
    let share = 1 / base;
    let rest = index;
    // Leading zeros are digits too: they are permuted like the others.
    for (const order of orders) {
      value += (order[rest % base] as number) * share;
      rest = Math.floor(rest / base);
      share /= base;
    }
    return value;
  };
}
