import { expect, test } from "vitest";
import { hypergeometric, logChoose } from "./hypergeometric.ts";

test("binomial coefficients, also those no float holds", () => {
  expect(Math.exp(logChoose(16, 8))).toBeCloseTo(12870, 8);
  expect(logChoose(5, 6)).toBe(Number.NEGATIVE_INFINITY);
  expect(logChoose(5, -1)).toBe(Number.NEGATIVE_INFINITY);
  // Stirling's formula for the middle binomial coefficient of 2n: n log 4 − ½ log(πn) − 1/(8n).
  expect(logChoose(2000, 1000)).toBeCloseTo(1000 * Math.log(4) - Math.log(1000 * Math.PI) / 2 - 1 / 8000, 8);
});

test("draws without replacement, worked by hand", () => {
  // Two of five are marked and two are drawn: 2·3 of 10 possible draws hold exactly one marked.
  expect(hypergeometric(1, { pool: 5, marked: 2, draws: 2 })).toBeCloseTo(0.6, 12);
  expect(hypergeometric(3, { pool: 5, marked: 2, draws: 3 })).toBe(0);
});

test("all draws together are certain, in a large pool too", () => {
  const urn = { pool: 2000, marked: 700, draws: 1000 };
  const total = Array.from({ length: 701 }, (_, k) => hypergeometric(k, urn)).reduce((sum, p) => sum + p, 0);
  expect(total).toBeCloseTo(1, 9);
});
