import { expect, test } from "vitest";
import { fitLogistic, predictedProbability } from "./logistic.ts";

test("through two groups the curve gives the share of each, worked by hand", () => {
  // One of four outcomes at x = 0 and three of four at x = 1: log odds −log 3 and log 3.
  const { slope, intercept } = fitLogistic([0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 0, 0, 1, 1, 1, 0]);
  expect(intercept).toBeCloseTo(-Math.log(3), 8);
  expect(slope).toBeCloseTo(2 * Math.log(3), 8);
});

test("where x is measured from and in does not matter", () => {
  const x = [-2, -1, -0.5, 0.2, 0.7, 1.5, 2.5];
  const outcomes = [0, 0, 1, 0, 1, 0, 1];
  const { slope, intercept } = fitLogistic(x, outcomes);
  const moved = fitLogistic(
    x.map((value) => 1e4 + 100 * value),
    outcomes,
  );
  expect(moved.slope).toBeCloseTo(slope / 100, 8);
  expect(predictedProbability(moved, 1e4)).toBeCloseTo(predictedProbability({ slope, intercept }, 0), 6);
});

test("an x that does not vary leaves the share alone", () => {
  const { slope, intercept } = fitLogistic([5, 5, 5, 5], [1, 0, 0, 0]);
  expect(slope).toBe(0);
  expect(intercept).toBeCloseTo(-Math.log(3), 8);
});

test("outcomes that can be separated, or are all the same, end in certainty", () => {
  const separable = fitLogistic([-3, -1, 1, 2], [0, 0, 1, 1]);
  expect(predictedProbability(separable, -1)).toBeLessThan(1e-6);
  expect(predictedProbability(separable, 1)).toBeGreaterThan(1 - 1e-6);
  expect(predictedProbability(fitLogistic([1, 2, 3], [1, 1, 1]), 2)).toBeGreaterThan(1 - 1e-6);
});

test("an outlier that throws a whole Newton step too far is survived", () => {
  const x = [...Array.from({ length: 50 }, (_, i) => i / 50), 300];
  const outcomes = x.map((value) => (value > 0.4 ? 1 : 0));
  outcomes[0] = 1;
  const fitted = fitLogistic(x, outcomes);
  expect(predictedProbability(fitted, 0)).toBeLessThan(predictedProbability(fitted, 0.98));
  const meanPrediction = x.reduce((sum, value) => sum + predictedProbability(fitted, value), 0) / x.length;
  // At the maximum of the likelihood the predictions sum to the outcomes.
  expect(meanPrediction).toBeCloseTo(outcomes.reduce((sum: number, value) => sum + value, 0) / x.length, 6);
});
