import { expect, test } from "vitest";
import { alignedCurves, lastValueAt, smoothed } from "./align.ts";

test("curves meet on the union of their steps", () => {
  const train = { steps: [1, 2, 3, 4], values: [5, 6, Number.NaN, 8] };
  const heldOut = { steps: [2, 4, 6], values: [0.5, 0.6, 0.7] };
  expect(alignedCurves([train, heldOut])).toEqual([
    [1, 2, 3, 4, 6],
    [5, 6, null, 8, null],
    [null, 0.5, null, 0.6, 0.7],
  ]);
  expect(alignedCurves([])).toEqual([[]]);
});

test("smoothing starts at the first value, not at 0, and keeps a level", () => {
  const curve = { steps: [1, 2, 3], values: [4, 4, 4] };
  for (const value of smoothed(curve, 0.9).values) expect(value).toBeCloseTo(4, 10);
  expect(smoothed({ steps: [1, 2], values: [0, 10] }, 0.5).values[1]).toBeCloseTo(10 / 1.5, 10);
  expect(smoothed(curve, 0)).toEqual(curve);
});

test("a value is the last one known at a step", () => {
  expect(lastValueAt([1, 2, 3], [7, null, 9], 2)).toBe(7);
  expect(lastValueAt([1, 2, 3], [7, null, 9], Number.POSITIVE_INFINITY)).toBe(9);
  expect(lastValueAt([1, 2, 3], [null, null, 9], 2)).toBeNull();
});
