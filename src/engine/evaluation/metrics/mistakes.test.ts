import { expect, test } from "vitest";
import { figureOf, measuredOf, scoredRecords } from "../../../testing/evaluation.ts";
import { measureMistakes, mistakeMetrics, mistakesIn } from "./mistakes.ts";

/**
 * Right responses, then two that forget the carry and one with an unexplained mistake. Rewards fall where an error is
 * seen.
 */
const records = scoredRecords(
  [
    { rewards: [0, 2, 2], firstWrongStep: -1 },
    { rewards: [0, 2, 2], firstWrongStep: -1 },
    { rewards: [0, 2, -2], firstWrongStep: 1, mistake: "carry" },
    { rewards: [0, -2, 3], firstWrongStep: 1, mistake: "carry" },
    { rewards: [0, -2, -2], firstWrongStep: 0, mistake: "unknown" },
  ],
  [
    { chosen: [0], rejected: [2] },
    { chosen: [1], rejected: [3] },
    // A pair with swapped labels: its wrong response is the chosen one.
    { chosen: [4], rejected: [0] },
  ],
);
const view = { records, validation: records, logits: true };
const mistakes = mistakesIn(records);

test("mistakes that are made have columns, the others none", () => {
  expect(mistakes).toEqual(["carry", "unknown"]);
  expect(mistakeMetrics(mistakes).map(({ id }) => id)).toEqual([
    "mistakes/carry/accuracy",
    "mistakes/unknown/accuracy",
    "mistakes/carry/f1",
    "mistakes/unknown/f1",
    "mistakes/carry/drop-hit",
    "mistakes/unknown/drop-hit",
  ]);
});

test("figures are those of the records with the mistake, which keep their places, worked by hand", () => {
  const measured = measureMistakes(view, mistakes);
  expect(Object.keys(measured).toSorted()).toEqual(
    mistakeMetrics(mistakes)
      .map(({ id }) => id)
      .toSorted(),
  );
  // 2 > −2, but 2 < 3.
  expect(figureOf(measured, "mistakes/carry/accuracy")).toBe(0.5);
  expect(figureOf(measured, "mistakes/unknown/accuracy")).toBe(0);
  expect(measuredOf(measured, "mistakes/unknown/accuracy").units).toEqual([2]);
  // Of the two largest drops, the first is at its error.
  expect(figureOf(measured, "mistakes/carry/drop-hit")).toBe(0.5);
  expect(figureOf(measured, "mistakes/unknown/drop-hit")).toBe(1);
  expect(measuredOf(measured, "mistakes/unknown/drop-hit").units).toEqual([4]);
  // Both right responses are hit, and one of two with the mistake: 2·1·½ / 1½.
  expect(figureOf(measured, "mistakes/carry/f1")).toBeCloseTo(2 / 3, 12);
  expect(figureOf(measured, "mistakes/unknown/f1")).toBe(1);
  expect([...measuredOf(measured, "mistakes/carry/f1").loss.keys()]).toEqual([0, 1, 2, 3]);
});

test("thresholds come from the validation records, whatever mistakes they make", () => {
  const measured = measureMistakes({ ...view, validation: null }, mistakes);
  expect(measured["mistakes/carry/f1"]).toMatchObject({ missing: /validation file/ });
  expect(figureOf(measured, "mistakes/carry/accuracy")).toBe(0.5);
});
