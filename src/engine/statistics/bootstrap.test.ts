import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../random.ts";
import { bootstrap, quantile, resample } from "./bootstrap.ts";
import { type Range, SHARE, SIGNED } from "./range.ts";
import { mean, type Statistic } from "./statistic.ts";
import { wilsonInterval } from "./wilson.ts";

const coins = Array.from({ length: 400 }, (_, i) => i % 2);
const alone = coins.map((_, i) => `${i}`);

test("the interval of a mean has about the width of the normal one", () => {
  const { value, low, high, count } = bootstrap(mean(coins), alone, SHARE);
  expect({ value, count }).toEqual({ value: 0.5, count: 400 });
  // ± 1.96 · √(0.25 / 400) = ± 0.049
  expect(low).toBeGreaterThan(0.44);
  expect(low).toBeLessThan(0.46);
  expect(high).toBeGreaterThan(0.54);
  expect(high).toBeLessThan(0.56);
});

test("repeating the records of a cluster adds no certainty", () => {
  const few = coins.slice(0, 40);
  const once = bootstrap(mean(few), alone.slice(0, 40), SHARE);
  const tenfold = bootstrap(
    mean(few.flatMap((coin) => Array(10).fill(coin))),
    few.flatMap((_, i) => Array(10).fill(`${i}`)),
    SHARE,
  );
  expect(tenfold.low).toBeCloseTo(once.low, 12);
  expect(tenfold.high).toBeCloseTo(once.high, 12);
});

test("clusters that agree within and differ between make the interval wider", () => {
  const random = seededRandom(3);
  const values = Array.from({ length: 400 }, (_, i) => (i % 20 < 10 ? 0 : 1) + random() / 100);
  const byCluster = bootstrap(
    mean(values),
    values.map((_, i) => `${i % 20}`),
    null,
  );
  const byRecord = bootstrap(mean(values), alone, null);
  expect(byCluster.high - byCluster.low).toBeGreaterThan(3 * (byRecord.high - byRecord.low));
});

test("the same seed draws the same, another does not", () => {
  const settings = { resamples: 50, seed: 1 };
  const drawn = (seed: number) => bootstrap(mean(coins), alone, null, { ...settings, seed });
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(2)).not.toEqual(drawn(1));
});

test("resamples without a figure are left out of the interval", () => {
  // Only the first record gives a figure; a third of the resamples miss it.
  const first: (counts: ArrayLike<number>) => number = (counts) => (counts[0] ? 7 : Number.NaN);
  expect(bootstrap(first, ["a", "b", "c"], null)).toEqual({ value: 7, low: 7, high: 7, count: 3 });
  expect(resample(first, ["a", "b", "c"]).figures.filter((figure) => figure === null).length).toBeGreaterThan(200);
  expect(bootstrap(() => Number.NaN, ["a"], SHARE).low).toBeNaN();
});

test("all right is no certainty: the interval is Wilson's, as for some right", () => {
  const rights = (right: number) => mean(Array.from({ length: 20 }, (_, i) => (i < right ? 1 : 0)));
  const problems = alone.slice(0, 20);
  for (const right of [0, 20]) {
    const { low, high } = bootstrap(rights(right), problems, SHARE);
    expect([low, high]).toEqual(wilsonInterval(right, 20));
  }
  const { low, high } = bootstrap(rights(19), problems, SHARE);
  expect(low).toBeCloseTo(wilsonInterval(19, 20)[0], 1);
  expect(high).toBeLessThan(1);
});

test("one problem says nothing of others, unless it lies in a range", () => {
  expect(bootstrap(mean([3, 4]), ["a", "a"], null)).toEqual({
    value: 3.5,
    low: Number.NaN,
    high: Number.NaN,
    count: 2,
  });
  const { low, high } = bootstrap(mean([1]), ["a"], SHARE);
  expect([low, high]).toEqual(wilsonInterval(1, 1));
});

test("every interval holds its figure and stays within its range, whatever the records", () => {
  const record = fc.record({
    value: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    problem: fc.integer({ min: 0, max: 4 }),
  });
  const records = fc.array(record, { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(records, fc.constantFrom(...[0, 1, 2]), (all, kind) => {
      const values = all.map(({ value }) => value);
      const problems = all.map(({ problem }) => `${problem}`);
      // A mean, a difference, and a figure that is larger in resamples.
      const spread = (counts: ArrayLike<number>) => Math.abs(mean(values)(counts) - mean(values)(values.map(() => 1)));
      const [statistic, range] = [
        [mean(values), SHARE],
        [mean(values.map((value) => 2 * value - 1)), SIGNED],
        [spread, SHARE],
      ][kind] as [Statistic, Range];
      const { value, low, high } = bootstrap(statistic, problems, range, { resamples: 20, seed: 0 });
      expect(low).toBeGreaterThanOrEqual(range[0]);
      expect(high).toBeLessThanOrEqual(range[1]);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high).toBeGreaterThan(low);
      const free = bootstrap(statistic, problems, null, { resamples: 20, seed: 0 });
      if (new Set(problems).size === 1) expect(free.low).toBeNaN();
      else expect(free.low <= value && value <= free.high).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("quantiles lie between neighbours in proportion", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([], 0.5)).toBeNaN();
});
