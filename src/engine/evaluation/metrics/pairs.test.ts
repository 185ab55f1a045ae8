import { describe, expect, test } from "vitest";
import { figureOf, measuredOf, scoredPairs, scoredRecords } from "../../../testing/evaluation.ts";
import { sigmoid } from "../../statistics/logistic.ts";
import { measurePairs, pairFigures, pairMetrics } from "./pairs.ts";

const SETTINGS = { resamples: 100, seed: 0 };

/** Pairs with margins 2, −1, 0 and 1. */
const records = scoredPairs([
  [3, 1],
  [0, 1],
  [5, 5],
  [0, -1],
]);
const view = { records, validation: null, logits: true };

describe("pairs", () => {
  test("are won strictly, ties are told, worked by hand", () => {
    const measured = measurePairs(view);
    expect(figureOf(measured, "pairs/accuracy")).toBe(0.5);
    expect(figureOf(measured, "pairs/ties")).toBe(0.25);
    expect(figureOf(measured, "pairs/margin")).toBe(0.5);
    expect(Object.keys(measured)).toEqual(pairMetrics.map(({ id }) => id));
  });

  test("are predicted with σ(r^c − r^j)", () => {
    const measured = measurePairs(view);
    const brier = (sigmoid(-2) ** 2 + sigmoid(1) ** 2 + 0.25 + sigmoid(-1) ** 2) / 4;
    expect(figureOf(measured, "pairs/brier")).toBeCloseTo(brier, 12);
    // Confidence ½ is right half the time, σ(1) in one of two pairs, σ(2) in its only pair.
    const gaps = 0 + 2 * (sigmoid(1) - 0.5) + (1 - sigmoid(2));
    expect(figureOf(measured, "pairs/ece")).toBeCloseTo(gaps / 4, 12);
  });

  test("whose margins are no logits are scaled on the validation file", () => {
    expect(measurePairs({ ...view, logits: false })["pairs/brier"]).toMatchObject({ missing: /validation/ });
    // 3 of 4 pairs with a margin of 10 are won, so a margin of 10 is worth p = ¾.
    const validation = scoredPairs([
      [10, 0],
      [10, 0],
      [10, 0],
      [0, 10],
    ]);
    const tokens = scoredPairs([
      [10, 0],
      [0, 10],
    ]);
    const scaled = measurePairs({ records: tokens, validation, logits: false });
    expect(figureOf(scaled, "pairs/brier")).toBeCloseTo((0.25 ** 2 + 0.75 ** 2) / 2, 8);
    const reversed = scoredPairs([
      [0, 10],
      [0, 10],
      [10, 0],
    ]);
    const turned = measurePairs({ records: tokens, validation: reversed, logits: false });
    expect(figureOf(turned, "pairs/brier")).toBeCloseTo(0.25, 12);
  });

  test("those that count most against the judge have the smallest margin", () => {
    const { loss } = measuredOf(measurePairs(view), "pairs/accuracy");
    expect([...loss].toSorted(([, a], [, b]) => b - a).map(([pair]) => pair)).toEqual([1, 2, 3, 0]);
  });

  test("are comparisons of two responses only", () => {
    const four = scoredRecords(
      [1, 2, 3, 4].map((reward) => ({ rewards: [0, reward] })),
      [{ chosen: [0], rejected: [1, 2, 3] }],
    );
    expect(measurePairs({ ...view, records: four })["pairs/accuracy"]).toMatchObject({ missing: /no pairs/ });
    expect(pairFigures({ ...view, records: four }, SETTINGS)).toBeNull();
  });
});

test("accuracy by length difference", () => {
  const ofLength = (length: number, reward: number) => ({ rewards: [...Array(length).fill(0), reward] });
  // The chosen response is longer by −2, 0, 0, 0, 3 tokens; the pairs are won, won, lost, lost, won.
  const lengths = scoredRecords(
    [
      [ofLength(3, 1), ofLength(5, 0)],
      [ofLength(4, 1), ofLength(4, 0)],
      [ofLength(4, 0), ofLength(4, 1)],
      [ofLength(4, 0), ofLength(4, 0)],
      [ofLength(6, 1), ofLength(3, 0)],
    ].flat(),
    [0, 1, 2, 3, 4].map((i) => ({ chosen: [2 * i], rejected: [2 * i + 1] })),
  );
  const bins = pairFigures({ records: lengths, validation: null, logits: true }, SETTINGS)?.byLength;
  expect(bins?.map(({ from, to, accuracy }) => [from, to, accuracy.count, accuracy.value])).toEqual([
    [-2, -2, 1, 1],
    [0, 0, 3, 1 / 3],
    [3, 3, 1, 1],
  ]);
});
