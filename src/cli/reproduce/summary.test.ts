import { expect, test } from "vitest";
import { type Figures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { fullPlan, trials, variants } from "./plan.ts";
import { summarise } from "./summary.ts";
import { configOf, subset } from "./training.ts";

const figures = (accuracy: number): Figures<RewardMetricId> => ({
  accuracy,
  outOfDistribution: null,
  firstErrorF1: 0.5,
  stepAuroc: 0.5,
  valueCorrelation: 0.1,
  bestOf16: 0.7,
  mechanism: -0.2,
  beyondBound: 0.3,
});
const model = (seed: number, accuracy: number) => ({ seed, figures: figures(accuracy) });

test("a variant is held against GRM seed by seed, in whatever order the results come", () => {
  const rows = summarise(
    rewardMetrics,
    new Map([
      ["icrm", [model(1, 0.72), model(0, 0.52)]],
      ["grm", [model(0, 0.5), model(1, 0.7)]],
    ]),
  );
  const [icrm, grm] = rows;
  expect(rows.map(({ contender }) => contender)).toEqual(["icrm", "grm"]);
  expect(grm?.difference.accuracy).toBeNull();
  const difference = icrm?.difference.accuracy;
  // Seeds differ by 0.2, the pairs by 0.02 each time.
  expect(difference?.value).toBeCloseTo(0.02, 12);
  expect((difference?.high ?? 1) - (difference?.low ?? 0)).toBeLessThan(1e-9);
  expect(icrm?.mean.accuracy?.high).toBeGreaterThan(1);
});

test("what was not measured stays out of the figures", () => {
  const [row] = summarise(rewardMetrics, new Map([["grm", [model(0, 0.5), model(1, 0.7)]]]));
  expect(row?.mean.outOfDistribution).toBeNull();
  expect(row?.mean.accuracy?.value).toBeCloseTo(0.6, 12);
});

test("every variant has the same trials, with a seed that is reported nowhere else", () => {
  const tried = trials(fullPlan);
  for (const { id } of variants) {
    expect(tried.filter(({ variant }) => variant === id).map(({ learningRate }) => learningRate)).toEqual(
      fullPlan.learningRates,
    );
  }
  expect(tried.some(({ seed }) => fullPlan.seeds.includes(seed))).toBe(false);
});

test("a seed gives every variant the same pairs, and another seed others", () => {
  const pairs = Array.from({ length: 100 }, (_, i) => i);
  expect(subset(pairs, { size: 10, seed: 1 })).toEqual(subset(pairs, { size: 10, seed: 1 }));
  expect(subset(pairs, { size: 10, seed: 2 })).not.toEqual(subset(pairs, { size: 10, seed: 1 }));
  const config = (variant: string) => configOf({ variant, size: 256, seed: 3, learningRate: 1e-3 }, fullPlan);
  expect(config("icrm")).toEqual({ ...config("grm"), method: "icrm" });
  expect(config("icrm").steps).toBe(fullPlan.steps);
});
