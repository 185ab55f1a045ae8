import { expect, test } from "vitest";
import { learningRateAt } from "./schedule.ts";

const schedule = { learningRate: 1, steps: 100, warmupRatio: 0.1, minLrRate: 0.2 };

test("rises linearly to the peak, then falls along half a cosine to the final share", () => {
  expect(learningRateAt(schedule, 0)).toBeCloseTo(0.1);
  expect(learningRateAt(schedule, 4)).toBeCloseTo(0.5);
  expect(learningRateAt(schedule, 10)).toBeCloseTo(1);
  expect(learningRateAt(schedule, 55)).toBeCloseTo(0.6);
  expect(learningRateAt(schedule, 100)).toBeCloseTo(0.2);
});

test("without warm-up starts at the peak", () => {
  expect(learningRateAt({ ...schedule, warmupRatio: 0 }, 0)).toBe(1);
});

test("stays at the peak for the stable share, and begins to fall there", () => {
  const stable = { ...schedule, stableRatio: 0.5 };
  expect(learningRateAt(stable, 10)).toBe(1);
  expect(learningRateAt(stable, 55)).toBe(1);
  expect(learningRateAt(stable, 56)).toBeLessThan(1);
  expect(learningRateAt(stable, 100)).toBeCloseTo(0.2);
});
