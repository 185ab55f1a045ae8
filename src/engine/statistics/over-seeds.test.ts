import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussian, seededRandom } from "../random.ts";
import { type Resampled, resample } from "./bootstrap.ts";
import { sigmoid } from "./logistic.ts";
import { differenceOverSeeds, overSeeds } from "./over-seeds.ts";
import { meanOf } from "./paired.ts";
import { SHARE, SIGNED } from "./range.ts";
import { mean } from "./statistic.ts";

const SETTINGS = { resamples: 200, seed: 0 };

/** The share of right answers to problems 0, 1, … for one seed. */
function seedOf(right: readonly number[], seed = 0): Resampled {
  return resample(
    mean(right),
    right.map((_, problem) => `${problem}`),
    { ...SETTINGS, seed },
  );
}

describe("coverage of the 95 % interval, 5 seeds on the same 40 problems", () => {
  // An answer is right with the chance σ(μ + seed + problem). The share over all seeds and problems is the mean of this
  // chance.
  const shareOf = (mu: number, seedSpread: number, problemSpread: number) => {
    const random = seededRandom(1);
    const spread = Math.hypot(seedSpread, problemSpread);
    return (
      Array.from({ length: 50_000 }, () => sigmoid(mu + spread * gaussian(random))).reduce((a, b) => a + b) / 50_000
    );
  };

  test.for([
    ["neither seeds nor problems differ", 0, 0, 0],
    ["problems differ", 0, 0, 2],
    ["seeds differ", 0, 0.6, 0],
    ["both differ", 0, 0.4, 1],
    ["both differ, nearly all right", 2.5, 0.4, 1],
  ] as const)("%s", ([, mu, seedSpread, problemSpread]) => {
    const truth = shareOf(mu, seedSpread, problemSpread);
    const random = seededRandom(2);
    const trials = 200;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const problems = Array.from({ length: 40 }, () => problemSpread * gaussian(random));
      const seeds = Array.from({ length: 5 }, () => {
        const seed = seedSpread * gaussian(random);
        return seedOf(
          problems.map((problem) => Number(random() < sigmoid(mu + seed + problem))),
          trial,
        );
      });
      const { low, high } = overSeeds(seeds, SHARE);
      if (low <= truth && truth <= high) covered += 1;
    }
    expect(covered / trials).toBeGreaterThanOrEqual(0.9);
    expect(covered / trials).toBeLessThanOrEqual(0.99);
  });
});

describe("differences", () => {
  const random = seededRandom(4);
  const hard = Array.from({ length: 60 }, () => random());
  const answers = (skill: number) => hard.map((each) => Number(each < skill));

  test("what is hard for both methods cancels", () => {
    const seeds = [0.5, 0.6, 0.7];
    const a = seeds.map((skill) => seedOf(answers(skill + 0.1)));
    const b = seeds.map((skill) => seedOf(answers(skill)));
    const paired = differenceOverSeeds(a, b, SIGNED);
    const alone = overSeeds(a, SHARE);
    expect(paired.high - paired.low).toBeLessThan(alone.high - alone.low);
    expect(paired.low).toBeGreaterThan(0);
    expect(paired.p).toBeLessThan(0.05);
  });

  test("p is below 0.05 where the interval leaves out 0, and nowhere else", () => {
    const right = fc.array(fc.constantFrom(0, 1), { minLength: 12, maxLength: 12 });
    const seeds = fc.array(fc.tuple(right, right), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(seeds, fc.constantFrom(SIGNED, null), (all, range) => {
        const [a, b] = [all.map(([own]) => seedOf(own)), all.map(([, other]) => seedOf(other))];
        const { low, high, p } = differenceOverSeeds(a, b, range);
        expect(p < 0.05).toBe(low > 0 || high < 0);
      }),
      { numRuns: 150 },
    );
  });

  test("no difference at all is told as far as so many problems can tell it", () => {
    const same = [1, 2, 3].map(() => seedOf(answers(0.5)));
    const { value, low, high, p } = differenceOverSeeds(same, same, SIGNED);
    expect([value, p]).toEqual([0, 1]);
    expect(high).toBeCloseTo(-low, 12);
    // An event never seen in n trials may have a chance of about 3/n.
    expect(high).toBeGreaterThan(1 / 60);
    expect(high).toBeLessThan(4 / 60);
  });

  test("a difference that is small for every problem is told as small, however few they are", () => {
    const near = (shift: number) =>
      resample(mean([0.2, 0.4, 0.6, 0.5].map((x, i) => x + shift * (1 + i / 4))), ["a", "b", "c", "d"]);
    const { value, low, high, p } = differenceOverSeeds([near(0.001), near(0.0012)], [near(0), near(0)], SIGNED);
    expect(value).toBeGreaterThan(0.001);
    expect(high - low).toBeLessThan(0.01);
    expect(p).toBeLessThan(0.1);
  });

  test("figures of other problems are refused", () => {
    const [few, many] = [seedOf([0, 1]), seedOf([0, 1, 1])];
    expect(() => differenceOverSeeds([few], [many], SIGNED)).toThrow(RangeError);
    expect(() => differenceOverSeeds([few], [few, few], SIGNED)).toThrow(RangeError);
  });
});

test("every mean lies in its interval, and that within its range, whatever the answers", () => {
  const right = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 6 });
  const equallyMany = fc
    .integer({ min: 1, max: 5 })
    .chain((problems) =>
      fc
        .array(fc.oneof(right, fc.constant([1]), fc.constant([0])), { minLength: 1, maxLength: 5 })
        .map((seeds) =>
          seeds.map((answers) => Array.from({ length: problems }, (_, i) => answers[i % answers.length] as number)),
        ),
    );
  fc.assert(
    fc.property(equallyMany, (seeds) => {
      const found = seeds.map((answers) => seedOf(answers));
      const knows = seeds.length > 1 || (seeds[0]?.length ?? 0) > 1;
      for (const range of [SHARE, SIGNED, null]) {
        const { value, low, high } = overSeeds(found, range);
        if (!knows) {
          expect([low, high]).toEqual([Number.NaN, Number.NaN]);
          continue;
        }
        expect(low <= value && value <= high).toBe(true);
        if (range) expect(range[0] <= low && high <= range[1]).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test("where problems do not matter it is Student's interval over seeds", () => {
  const seeds = [0.4, 0.5, 0.6, 0.5].map((share) =>
    resample(mean(Array(30).fill(share)), [...Array(30).keys()].map(String), { resamples: 2000, seed: 0 }),
  );
  const { low, high } = overSeeds(seeds, null);
  const student = meanOf([0.4, 0.5, 0.6, 0.5], null);
  // The intervals only differ by the chance in drawing seeds.
  expect(Math.abs(low - student.low)).toBeLessThan(0.006);
  expect(Math.abs(high - student.high)).toBeLessThan(0.006);
});

test("what their problems alone make seeds differ by is not counted twice", () => {
  const random = seededRandom(8);
  const widths = Array.from({ length: 100 }, (_, trial) => {
    const seeds = Array.from({ length: 5 }, () =>
      seedOf(
        Array.from({ length: 40 }, () => Number(random() < 0.5)),
        trial,
      ),
    );
    const { low, high } = overSeeds(seeds, SHARE);
    return high - low;
  });
  // As wide as for 200 tosses of a coin.
  const binomial = 2 * 1.96 * Math.sqrt(0.25 / 200);
  const width = widths.reduce((sum, each) => sum + each, 0) / widths.length;
  expect(width / binomial).toBeGreaterThan(1);
  expect(width / binomial).toBeLessThan(1.4);
});

test("four seeds with problems of their own are as sure as four times the problems", () => {
  const answers = Array.from({ length: 50 }, (_, i) => i % 2);
  const width = (seeds: readonly Resampled[]) => {
    const { low, high } = overSeeds(seeds, SHARE);
    return high - low;
  };
  const own = [0, 1, 2, 3].map((seed) => seedOf(answers, seed));
  const shared = own.map(() => seedOf(answers, 0));
  expect(width(own) / width(shared)).toBeGreaterThan(0.4);
  expect(width(own) / width(shared)).toBeLessThan(0.6);
});
