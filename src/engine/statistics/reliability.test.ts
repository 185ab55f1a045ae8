import { expect, test } from "vitest";
import { brierTerms, expectedCalibrationError, reliabilityCurve } from "./reliability.ts";
import { once } from "./statistic.ts";

test("bins hold a tenth each, in order of prediction", () => {
  const predictions = Array.from({ length: 20 }, (_, i) => (19 - i) / 20);
  const outcomes = predictions.map((p) => (p >= 0.5 ? 1 : 0));
  const curve = reliabilityCurve(predictions, outcomes);
  expect(curve.map(({ count }) => count)).toEqual(Array(10).fill(2));
  expect(curve[0]?.predicted).toBeCloseTo(0.025, 12);
  expect(curve.map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

test("equal predictions stay together, whatever their order", () => {
  const predictions = [0.1, 0.9, 0.1, 0.9];
  expect(reliabilityCurve(predictions, [0, 1, 1, 1])).toEqual([
    { predicted: 0.1, observed: 0.5, count: 2 },
    { predicted: 0.9, observed: 1, count: 2 },
  ]);
  // (2·|0.1 − 0.5| + 2·|0.9 − 1|) / 4
  expect(expectedCalibrationError(predictions, [0, 1, 1, 1])(once(4))).toBeCloseTo(0.25, 12);
  expect(expectedCalibrationError([0.1, 0.1, 0.9, 0.9], [1, 0, 1, 1])(once(4))).toBeCloseTo(0.25, 12);
});

test("counting a record twice is the same as having it twice", () => {
  const counted = expectedCalibrationError([0.2, 0.6, 0.7], [0, 1, 0])([2, 0, 1]);
  expect(counted).toBeCloseTo(expectedCalibrationError([0.2, 0.2, 0.7], [0, 0, 0])(once(3)), 12);
});

test("predictions that come true as often as they say have no error", () => {
  // Ten predictions of each tenth t/10, of which t come true.
  const tenths = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10));
  const outcomes = tenths.map((tenth, i) => (i % 10 < tenth ? 1 : 0));
  const predictions = tenths.map((tenth) => tenth / 10);
  expect(expectedCalibrationError(predictions, outcomes)(once(100))).toBeCloseTo(0, 12);
});

test("Brier's terms are squared distances", () => {
  expect([...brierTerms([0.75, 0.5, 0.5], [1, 0, 0.5])]).toEqual([0.0625, 0.25, 0]);
});
