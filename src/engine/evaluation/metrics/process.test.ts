import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figureOf, measuredOf, scoredRecords } from "../../../testing/evaluation.ts";
import { once } from "../../statistics/statistic.ts";
import { bestThreshold, firstBelow, firstErrorF1 } from "./first-error.ts";
import { largestDrops } from "./largest-drop.ts";
import { measureProcess, processFigures, processMetrics } from "./process.ts";
import type { StepRewards } from "./steps.ts";

const of = (steps: number[], firstWrong: number, start = 0): StepRewards => ({
  trajectory: 0,
  start,
  steps,
  firstWrong,
});

describe("first error", () => {
  const four = [of([2, 1, -1, -2], 2), of([2, -1, 0], 1), of([1, 2, 3], -1), of([1, -1, 2], -1)];

  test("F1 is the harmonic mean of both shares of hits, worked by hand", () => {
    expect(four.map(({ steps }) => firstBelow(steps, 0))).toEqual([2, 1, -1, 1]);
    // All wrong trajectories are hit, and one of two right ones.
    expect(firstErrorF1(four, 0)(once(4))).toBeCloseTo(2 / 3, 12);
    expect(firstErrorF1(four, -5)(once(4))).toBe(0);
    expect(firstErrorF1(four, 0)([2, 0, 1, 1])).toBeCloseTo(2 / 3, 12);
    expect(firstErrorF1(four, 0)([0, 0, 1, 1])).toBeNaN();
  });

  test("the best threshold lies midway between rewards; one kind of trajectory has none", () => {
    // The threshold lies between the wrong step's −1 and the right steps' 1.
    expect(bestThreshold([of([2, -1], 1), of([1, 2], -1)])).toBe(0);
    expect(bestThreshold([of([2, 1], -1)])).toBeNull();
    expect(bestThreshold([])).toBeNull();
  });

  test("no other threshold is better", () => {
    const trajectory = fc
      .array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 4 })
      .chain((steps) => fc.integer({ min: -1, max: steps.length - 1 }).map((firstWrong) => of(steps, firstWrong)));
    fc.assert(
      fc.property(fc.array(trajectory, { minLength: 2, maxLength: 12 }), (all) => {
        const threshold = bestThreshold(all);
        if (threshold === null) return;
        const f1 = (at: number) => firstErrorF1(all, at)(once(all.length));
        const others = Array.from({ length: 21 }, (_, i) => i / 2 - 5).map(f1);
        expect(f1(threshold)).toBe(Math.max(...others));
      }),
    );
  });
});

describe("largest drop", () => {
  test("counts from the end of the prompt", () => {
    expect(largestDrops(of([-3, -4, -4], 0, 1))).toEqual({ hit: 1, distance: 0 });
    expect(largestDrops(of([2, 1, -4], 1, 1))).toEqual({ hit: 0, distance: 1 });
  });

  test("of equal drops each is as good a guess", () => {
    expect(largestDrops(of([-1, -2, -3], 1, 0))).toEqual({ hit: 1 / 3, distance: 2 / 3 });
  });
});

const records = scoredRecords([
  { rewards: [0, 3, 1, -2], firstWrongStep: 2 },
  { rewards: [0, 2, 4, 5], firstWrongStep: -1 },
  { rewards: [0, -1, 0], firstWrongStep: 0 },
  { rewards: [0, 9, 9], firstWrongStep: null },
]);
const validation = scoredRecords([
  { rewards: [0, 1, -1], firstWrongStep: 1 },
  { rewards: [0, 1, -1, 1], firstWrongStep: -1 },
  { rewards: [0, 1, 1], firstWrongStep: -1 },
  { rewards: [0, -1], firstWrongStep: 0 },
  { rewards: [0, 1], firstWrongStep: 0 },
]);
const view = { records, validation, logits: true };

describe("process metrics", () => {
  const measured = measureProcess(view);

  test("are all measured, on the trajectories whose steps are known", () => {
    expect(Object.keys(measured)).toEqual(processMetrics.map(({ id }) => id));
    expect(measuredOf(measured, "process/f1").units).toEqual([0, 1, 2]);
  });

  test("use the threshold of the validation file", () => {
    expect(processFigures(view)?.threshold).toBe(0);
    expect(figureOf(measured, "process/f1")).toBe(1);
    const elsewhere = {
      ...validation,
      rewards: validation.rewards.map(({ prompt, tokens }) => ({ prompt, tokens: tokens.map((r) => r + 10) })),
    };
    expect(processFigures({ ...view, validation: elsewhere })?.threshold).toBe(10);
    expect(figureOf(measureProcess({ ...view, validation: elsewhere }), "process/f1")).toBe(0);
  });

  test("drop, worked by hand", () => {
    // The largest drops: step 2 of the first trajectory (e = 2), step 0 of the third (e = 0).
    expect(figureOf(measured, "process/drop-hit")).toBe(1);
    expect(figureOf(measured, "process/drop-distance")).toBe(0);
  });

  test("AUROC, worked by hand", () => {
    // Rewards of right prefixes 3, 1, 2, 4, 5 against wrong ones −2, −1, 0.
    expect(figureOf(measured, "process/auroc")).toBe(1);
    expect(figureOf(measured, "process/auroc-within")).toBe(1);
    const worse = scoredRecords([
      { rewards: [0, 1, 2, 0], firstWrongStep: 1 },
      { rewards: [0, 3], firstWrongStep: -1 },
    ]);
    // Rewards of right prefixes 1 and 3 against wrong ones 2 and 0: 1 beats one of them, 3 beats both.
    expect(figureOf(measureProcess({ ...view, records: worse }), "process/auroc")).toBe(0.75);
    expect(figureOf(measureProcess({ ...view, records: worse }), "process/auroc-within")).toBe(0.5);
  });

  test("calibration is fitted on the validation file", () => {
    // In the validation records 5 of 6 prefixes with reward 1 are right, and 1 of 3 with reward −1: log odds log 5 and
    // −log 2.
    const [slope, intercept] = [(Math.log(5) + Math.log(2)) / 2, (Math.log(5) - Math.log(2)) / 2];
    const p = (reward: number) => 1 / (1 + Math.exp(-(slope * reward + intercept)));
    const errors = [...[3, 1, 2, 4, 5].map((r) => (1 - p(r)) ** 2), ...[-2, -1, 0].map((r) => p(r) ** 2)];
    const expected = errors.reduce((sum, error) => sum + error, 0) / 8;
    expect(figureOf(measured, "process/brier")).toBeCloseTo(expected, 8);
  });

  test("without a validation file only what needs none is measured", () => {
    const without = measureProcess({ ...view, validation: null });
    for (const id of ["process/f1", "process/brier", "process/ece"]) {
      expect(without[id]).toMatchObject({ missing: expect.stringContaining("validation file") });
    }
    expect(figureOf(without, "process/auroc")).toBe(1);
    expect(processFigures({ ...view, validation: null })).toBeNull();
  });

  test("without known steps nothing is", () => {
    const unknown = scoredRecords([{ rewards: [0, 1], firstWrongStep: null }]);
    expect(measureProcess({ ...view, records: unknown })["process/auroc"]).toMatchObject({
      missing: /steps are known/,
    });
  });
});
