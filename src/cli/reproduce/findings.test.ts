import { expect, test } from "vitest";
import type { Difference } from "../../engine/statistics/estimate.ts";
import { type Candidate, differenceVerdict, findings, inShort, sentence, sentences } from "./findings.ts";

const found = (value: number, p: number): Difference => ({ value, low: value - 0.1, high: value + 0.1, p, count: 5 });
const candidate = (where: string, difference: Difference): Candidate => ({
  compared: "ICRM instead of GRM",
  metric: { name: "first-error F1", unit: "share" },
  where,
  difference,
});

test("a difference is told by its p after Holm's correction, never by its size", () => {
  expect(differenceVerdict({ value: 0.3, adjusted: 0.049 })).toBe("helps");
  expect(differenceVerdict({ value: -0.3, adjusted: 0.049 })).toBe("costs");
  expect(differenceVerdict({ value: 0.3, adjusted: 0.05 })).toBe("unseen");
  expect(differenceVerdict({ value: 0.3, adjusted: Number.NaN })).toBe("unseen");
});

test("differences of one answer are corrected for one another", () => {
  // Uncorrected both are below 0.05; corrected, the larger one is not.
  const [small, large] = findings([candidate("here", found(0.2, 0.02)), candidate("there", found(0.2, 0.04))]);
  expect([small?.difference.adjusted, large?.difference.adjusted]).toEqual([0.04, 0.04]);
  const three = findings([0.02, 0.03, 0.04].map((p) => candidate("here", found(0.2, p))));
  expect(three.map(({ verdict }) => verdict)).toEqual(["unseen", "unseen", "unseen"]);
});

test("a sentence says where it helps most, where it costs, and where nothing is seen", () => {
  const all = findings([
    candidate("with 32 pairs", found(0.2, 0.001)),
    candidate("with 128 pairs", found(0.3, 0.001)),
    candidate("with 512 pairs", found(-0.15, 0.001)),
    candidate("with 1024 pairs", found(0.05, 0.8)),
  ]);
  expect(sentence(all)).toBe(
    "ICRM instead of GRM, first-error F1: helps in 2 of 4, most with 128 pairs (+30.0 points [20.0, 40.0]); " +
      "costs in 1 of 4, most with 512 pairs (−15.0 points [−25.0, −5.0]); is not seen to matter in 1 of 4.",
  );
  expect(inShort(all)).toBe("Of 4 comparisons 2 are told to help and 1 to cost; in 1 no difference is seen.");
});

test("where nothing is seen at all, the largest difference is told", () => {
  const all = findings([candidate("here", found(0.02, 0.6)), candidate("there", found(-0.04, 0.5))]);
  expect(sentence(all)).toBe(
    "ICRM instead of GRM, first-error F1: is not seen to matter in any of 2; the largest difference is found there (−4.0 points [−14.0, 6.0]).",
  );
  expect(sentence(all.slice(0, 1))).toBe(
    "ICRM instead of GRM, first-error F1: is not seen to matter here (+2.0 points [−8.0, 12.0]).",
  );
});

test("every comparison and figure has a sentence of its own", () => {
  const other = { ...candidate("here", found(0.2, 0.001)), compared: "PRM instead of GRM" };
  const all = findings([candidate("here", found(0.2, 0.001)), other, candidate("there", found(0.2, 0.001))]);
  expect(sentences(all)).toHaveLength(2);
  expect(sentences(all)[0]).toContain("helps in all 2");
});
