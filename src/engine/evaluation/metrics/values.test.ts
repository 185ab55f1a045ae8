import { expect, test } from "vitest";
import { figureOf, type PlainTrajectory, scoredRecords } from "../../../testing/evaluation.ts";
import { measureNoiseCeiling, valueMeasurements, valueMetrics, valuePoints } from "./values.ts";

const estimates = (...successes: number[]) =>
  successes.map((count, i) => ({ position: i - 1, successes: count, rollouts: 8 }));

const measuredRecords = (...plain: PlainTrajectory[]) => ({
  records: scoredRecords(plain),
  validation: null,
  logits: true,
});

const view = measuredRecords(
  { rewards: [1, 2, 3], values: estimates(2, 4, 8), firstWrongStep: -1 },
  { rewards: [1, 3, 2], values: estimates(2, 4, 0), firstWrongStep: 1 },
  { rewards: [1, 0, -1], values: estimates(2, 1, 0), firstWrongStep: 0 },
);

test("correlations, worked by hand", () => {
  const measured = valueMeasurements(view);
  expect(Object.keys(measured)).toEqual(valueMetrics("measured").map(({ id }) => id));
  // Ranks of r 4, 6.5, 8.5, 4, 8.5, 6.5, 4, 2, 1 and of V̂ 5, 7.5, 9, 5, 7.5, 1.5, 5, 3, 1.5: Σxy = 41.25, Σxx = Σyy = 57.
  expect(figureOf(measured, "values/pooled")).toBeCloseTo(41.25 / 57, 12);
  // Within the second trajectory the ranks are 1, 3, 2 and 2, 3, 1, so ρ = ½.
  expect(figureOf(measured, "values/within")).toBeCloseTo((1 + 0.5 + 1) / 3, 12);
  // At the end of the prompt nothing varies, so ρ = 0. After one step r = 2, 3, 0 and V̂ = 4, 4, 1; after two steps 3,
  // 2, −1 and 8, 0, 0.
  const afterOne = Math.sqrt(3) / 2;
  const afterTwo = Math.sqrt(3) / 2;
  expect(figureOf(measured, "values/position")).toBeCloseTo((afterOne + afterTwo) / 3, 12);
});

test("a reward that is the value reaches the top, one that never moves knows nothing within a response", () => {
  const ideal = measuredRecords(
    { rewards: [2, 4, 8], values: estimates(2, 4, 8) },
    { rewards: [3, 1, 0], values: estimates(3, 1, 0) },
  );
  expect(figureOf(valueMeasurements(ideal), "values/pooled")).toBeCloseTo(1, 12);
  const flat = measuredRecords(
    { rewards: [5, 5, 5], values: estimates(2, 4, 8) },
    { rewards: [1, 1, 1], values: estimates(3, 1, 0) },
  );
  expect(figureOf(valueMeasurements(flat), "values/within")).toBe(0);
  expect(figureOf(valueMeasurements(flat), "values/pooled")).toBeGreaterThan(0);
});

test("the ceiling is 1 where roll-outs always agree, and lower where they do not", () => {
  const certain = scoredRecords([
    { rewards: [0, 0, 0], values: estimates(0, 8, 8) },
    { rewards: [0, 0, 0], values: estimates(8, 0, 0) },
    { rewards: [0, 0, 0], values: estimates(8, 8, 0) },
  ]);
  expect(figureOf(measureNoiseCeiling(certain), "values/pooled")).toBeCloseTo(1, 12);
  expect(figureOf(measureNoiseCeiling(certain), "values/within")).toBeCloseTo(1, 12);
  expect(figureOf(measureNoiseCeiling(view.records), "values/pooled")).toBeLessThan(0.99);
});

test("exact values between the ends of steps count over all tokens, and not at step ends", () => {
  const exact = (...values: number[]) => values.map((value, i) => ({ position: i - 1, value }));
  const records = scoredRecords([
    { rewards: [9, 1, 2, 3, 4], values: exact(0.5, 0.1, 0.9, 0.2, 1), stepEnds: [1, 3] },
    { rewards: [9, 4, 3, 2, 1], values: exact(0.5, 0.1, 0.8, 0.2, 0), stepEnds: [1, 3] },
  ]);
  const measured = valueMeasurements({ records, validation: null, logits: true });
  // At the ends of steps r = 2, 4, 3, 1 and V* = 0.9, 1, 0.8, 0: ranks 2, 4, 3, 1 and 3, 4, 2, 1.
  expect(figureOf(measured, "values/steps")).toBeCloseTo(0.8, 12);
  expect(figureOf(measured, "values/pooled")).toBeLessThan(0.5);
  expect(valueMetrics("exact")[0]?.name).toBe("Correlation with V*");
  expect(measureNoiseCeiling(records)["values/pooled"]).toMatchObject({ missing: /the ceiling is 1/ });
  expect(valuePoints({ ...records })?.map(({ position }) => position)).toEqual([-1, 1, 3, -1, 1, 3]);
});

test("without known values there is none", () => {
  expect(valueMeasurements(measuredRecords({ rewards: [0, 1] }))["values/pooled"]).toMatchObject({
    missing: /No values/,
  });
});

test("points know whether anything was wrong up to them", () => {
  expect(valuePoints(view.records)?.filter(({ trajectory }) => trajectory === 1)).toEqual([
    { trajectory: 1, position: -1, value: 0.25, reward: 1, right: true },
    { trajectory: 1, position: 0, value: 0.5, reward: 3, right: true },
    { trajectory: 1, position: 1, value: 0, reward: 2, right: false },
  ]);
});
