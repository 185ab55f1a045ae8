import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedBestOf, klOfBestOf, majorityOf, passAt } from "./choosing.ts";

/** All ways to draw n of the things. */
function draws<T>(things: readonly T[], n: number): T[][] {
  if (n === 0) return [[]];
  return things.flatMap((thing, i) => draws(things.slice(i + 1), n - 1).map((rest) => [thing, ...rest]));
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const scored = fc.array(fc.record({ reward: fc.integer({ min: 0, max: 4 }), gold: fc.constantFrom(0, 1) }), {
  minLength: 1,
  maxLength: 8,
});

describe("best of n", () => {
  test("of three, worked by hand", () => {
    const samples = [
      { reward: 1, gold: 1 },
      { reward: 3, gold: 0 },
      { reward: 2, gold: 1 },
    ];
    expect(expectedBestOf(1, samples)).toBeCloseTo(2 / 3, 12);
    // The best sample is in two of three pairs; the third pair has the second best.
    expect(expectedBestOf(2, samples)).toBeCloseTo(1 / 3, 12);
    expect(expectedBestOf(3, samples)).toBe(0);
  });

  test("is the mean over all draws, of equal rewards any", () => {
    fc.assert(
      fc.property(scored, fc.nat(7), (samples, extra) => {
        const n = 1 + (extra % samples.length);
        const expected = draws(samples, n).map((drawn) => {
          const best = Math.max(...drawn.map(({ reward }) => reward));
          return mean(drawn.filter(({ reward }) => reward === best).map(({ gold }) => gold));
        });
        expect(expectedBestOf(n, samples)).toBeCloseTo(mean(expected), 10);
      }),
    );
  });

  test("weighs all of a large number to 1", () => {
    const samples = Array.from({ length: 4000 }, (_, reward) => ({ reward, gold: 1 }));
    for (const n of [1, 64, 2000, 4000]) expect(expectedBestOf(n, samples)).toBeCloseTo(1, 9);
  });
});

describe("pass@n", () => {
  test("worked by hand", () => {
    expect(passAt(1, 1, 4)).toBeCloseTo(1 / 4, 12);
    expect(passAt(2, 1, 4)).toBeCloseTo(1 / 2, 12);
    expect(passAt(4, 1, 4)).toBe(1);
    expect(passAt(3, 0, 4)).toBe(0);
    expect(passAt(64, 3, 1000)).toBeCloseTo(1 - (936 * 935 * 934) / (1000 * 999 * 998), 12);
  });

  test("is what the best by gold would get", () => {
    fc.assert(
      fc.property(scored, (samples) => {
        const perfect = samples.map(({ gold }) => ({ reward: gold, gold }));
        const right = samples.filter(({ gold }) => gold === 1).length;
        for (let n = 1; n <= samples.length; n++) {
          expect(passAt(n, right, samples.length)).toBeCloseTo(expectedBestOf(n, perfect), 10);
        }
      }),
    );
  });
});

describe("majority", () => {
  test("worked by hand", () => {
    const answers = [7, 7, 8, null];
    expect(majorityOf(1, answers, 7)).toBeCloseTo(1 / 2, 12);
    // 77 wins, 78 half (two draws), 7null wins (two draws), 8null loses.
    expect(majorityOf(2, answers, 7)).toBeCloseTo((1 + 2 * 0.5 + 2) / 6, 12);
    expect(majorityOf(4, answers, 7)).toBe(1);
    expect(majorityOf(3, [null, null, null], 7)).toBe(0);
  });

  test("is the mean over all draws, of equal votes any", () => {
    const answer = fc.constantFrom(1, 2, 3, null);
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 8 }), fc.nat(7), (answers, extra) => {
        const n = 1 + (extra % answers.length);
        const expected = draws(answers, n).map((drawn) => {
          const votes = (candidate: number) => drawn.filter((vote) => vote === candidate).length;
          const most = Math.max(...[1, 2, 3].map(votes));
          return most > 0 && votes(1) === most ? 1 / [1, 2, 3].filter((each) => votes(each) === most).length : 0;
        });
        expect(majorityOf(n, answers, 1)).toBeCloseTo(mean(expected), 10);
      }),
    );
  });

  test("goes to certainty where the right answer leads", () => {
    const answers = Array.from({ length: 256 }, (_, i) => (i % 5 < 2 ? 1 : 2 + (i % 37)));
    const chances = [1, 4, 16, 64].map((n) => majorityOf(n, answers, 1));
    expect(chances).toEqual(chances.toSorted((a, b) => a - b));
    expect(chances.at(-1)).toBeGreaterThan(0.999);
  });
});

test("KL of best-of-n", () => {
  expect(klOfBestOf(1)).toBe(0);
  expect(klOfBestOf(4)).toBeCloseTo(Math.log(4) - 0.75, 12);
});
