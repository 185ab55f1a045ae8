import { expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { pearson } from "./correlation.ts";
import type { Share } from "./newcombe.ts";
import { noiseCeiling } from "./split-half.ts";
import { once } from "./statistic.ts";

const correlate = (a: Float64Array, b: Float64Array) => pearson(a, b, once(a.length));
const ceilingOf = (shares: readonly Share[]) =>
  noiseCeiling(shares, (a, b) => (counts) => pearson(a, b, counts))(once(shares.length));

/** Shares of 16 trials each whose chances are drawn at random. */
function counted(chances: readonly number[]) {
  const random = seededRandom(5);
  return chances.map((chance) => {
    const successes = Array.from({ length: 16 }, () => random() < chance).filter(Boolean).length;
    return { successes, trials: 16 };
  });
}

test("is what theory gives for chances spread evenly", () => {
  const random = seededRandom(1);
  const chances = Array.from({ length: 4000 }, random);
  const shares = counted(chances);
  // Reliability = Var(p) / (Var(p) + E[p(1 − p)]/K) = (1/12) / (1/12 + 1/96) = 8/9.
  const ceiling = ceilingOf(shares);
  expect(Math.abs(ceiling - Math.sqrt(8 / 9))).toBeLessThan(0.01);
  // Not even the true chances correlate better with the shares.
  const reached = correlate(
    Float64Array.from(chances),
    Float64Array.from(shares, ({ successes }) => successes / 16),
  );
  expect(Math.abs(ceiling - reached)).toBeLessThan(0.015);
});

test("is 1 without noise and about 0 without anything but noise", () => {
  const certain = [0, 16, 16, 0, 16].map((successes) => ({ successes, trials: 16 }));
  expect(ceilingOf(certain)).toBeCloseTo(1, 12);
  expect(ceilingOf(counted(Array(2000).fill(0.5)))).toBeLessThan(0.25);
});

test("halves of an odd number of trials", () => {
  const certain = [0, 3, 3, 0].map((successes) => ({ successes, trials: 3 }));
  expect(ceilingOf(certain)).toBeCloseTo(1, 12);
});

test("one trial cannot be halved", () => {
  expect(ceilingOf([{ successes: 1, trials: 1 }])).toBeNaN();
});
