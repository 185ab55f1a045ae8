import fc from "fast-check";
import { expect, test } from "vitest";
import { resample } from "../../engine/statistics/bootstrap.ts";
import { holm } from "../../engine/statistics/holm.ts";
import { mean } from "../../engine/statistics/statistic.ts";
import { byMetric, type ResampledFigures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { baselineRow, summarise } from "./summary.ts";

/** Figures from right or wrong answers by problem, the same in every metric; none out of distribution. */
const figures = (right: readonly number[]): ResampledFigures<RewardMetricId> => ({
  ...byMetric(rewardMetrics, () => resampled(right)),
  accuracyOut: null,
});
const model = (seed: number, right: readonly number[]) => ({ seed, figures: figures(right) });
const rights = (of: number, problems: number) => Array.from({ length: problems }, (_, i) => (i < of ? 1 : 0));

function resampled(right: readonly number[]) {
  return resample(
    mean(right),
    right.map((_, problem) => `${problem}`),
    { resamples: 100, seed: 0 },
  );
}

test("a variant is held against GRM seed by seed, in whatever order the results come", () => {
  const rows = summarise(
    rewardMetrics,
    new Map([
      ["icrm", [model(1, rights(72, 100)), model(0, rights(52, 100))]],
      ["grm", [model(0, rights(50, 100)), model(1, rights(70, 100))]],
    ]),
  );
  const [icrm, grm] = rows;
  expect(rows.map(({ contender }) => contender)).toEqual(["icrm", "grm"]);
  expect(grm?.difference.accuracy).toBeNull();
  const difference = icrm?.difference.accuracy;
  // Seeds differ by 0.2; paired, the difference is 0.02 each time, on two of the problems.
  expect(difference?.value).toBeCloseTo(0.02, 12);
  expect((difference?.high ?? 1) - (difference?.low ?? 0)).toBeLessThan(0.1);
  expect((icrm?.mean.accuracy?.high ?? 0) - (icrm?.mean.accuracy?.low ?? 0)).toBeGreaterThan(0.4);
});

test("means over seeds stay within their range and hold their figure, whatever the models reach", () => {
  const seeds = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(seeds, seeds, (some, others) => {
      const paired = some.slice(0, others.length);
      const models = (all: readonly number[]) => all.map((right, seed) => model(seed, rights(right, 8)));
      const rows = summarise(
        rewardMetrics,
        new Map([
          ["bt", models(paired)],
          ["grm", models(others.slice(0, paired.length))],
        ]),
      );
      for (const { mean, difference } of rows) {
        for (const { id, range } of rewardMetrics) {
          const [own, against] = [mean[id], difference[id]];
          if (own)
            expect(range[0] <= own.low && own.low <= own.value && own.value <= own.high && own.high <= range[1]).toBe(
              true,
            );
          if (against) {
            expect(against.low <= against.value && against.value <= against.high).toBe(true);
            expect(Math.max(-against.low, against.high)).toBeLessThanOrEqual(range[1] - range[0]);
          }
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("the differences of a table are corrected together, by Holm", () => {
  const [easy, hard, middle] = [rights(40, 60), rights(20, 60), rights(30, 60)];
  const rows = summarise(
    rewardMetrics,
    new Map([
      ["bt", [model(0, easy), model(1, easy)]],
      ["grm", [model(0, hard), model(1, hard)]],
      ["icrm", [model(0, middle), model(1, middle)]],
    ]),
  );
  const differences = rows.flatMap(({ difference }) => Object.values(difference)).filter((each) => each !== null);
  // All figures but one, for two contenders.
  expect(differences).toHaveLength(2 * (rewardMetrics.length - 1));
  expect(differences.map(({ adjusted }) => adjusted)).toEqual(holm(differences.map(({ p }) => p)));
  for (const { p, adjusted } of differences) expect(adjusted).toBeGreaterThan(p);
});

test("what was not measured stays out of the figures", () => {
  const [row] = summarise(rewardMetrics, new Map([["grm", [model(0, rights(5, 10)), model(1, rights(7, 10))]]]));
  expect(row?.mean.accuracyOut).toBeNull();
  expect(row?.mean.accuracy?.value).toBeCloseTo(0.6, 12);
});

test("a baseline that is always right is told with the problems' uncertainty", () => {
  const { mean } = baselineRow(rewardMetrics, "majority vote", figures(rights(20, 20)));
  expect(mean.accuracy).toMatchObject({ value: 1, high: 1 });
  expect(mean.accuracy?.low).toBeCloseTo(0.839, 3);
  expect(mean.accuracyOut).toBeNull();
});
