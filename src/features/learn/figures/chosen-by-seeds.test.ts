import { expect, test } from "vitest";
import type { LessonSweep } from "../recordings/lesson-sweep.ts";
import { bestBy, promise, seedsFrom } from "./chosen-by-seeds.ts";

const configuration = (...bySeed: number[]) => ({ values: {}, bySeed });
const sweep: LessonSweep = {
  vary: {},
  seeds: [0, 1, 2],
  ...{ pairs: 8, heldOut: 8, steps: 1 },
  configurations: [configuration(0.9, 0.5, 0.5), configuration(0.8, 0.8, 0.8), configuration(0.8, 0.9, 0.4)],
};

test("seeds go round and round; the first of equals is the best", () => {
  expect(seedsFrom(sweep, 2, 2)).toEqual([2, 0]);
  expect(bestBy(sweep, [0])).toBe(0);
  expect(bestBy(sweep, [0, 1, 2])).toBe(1);
});

test("what is promised by one seed, and kept on the others, over every seed", () => {
  const { promised, kept } = promise(sweep, 1);
  expect(promised).toBeCloseTo((0.9 + 0.9 + 0.8) / 3, 12);
  expect(kept).toBeCloseTo((0.5 + 0.6 + 0.8) / 3, 12);
});
