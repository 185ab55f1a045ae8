import { expect, test } from "vitest";
import { logGamma } from "./log-gamma.ts";
import { quantile95, twoSided, Z95 } from "./student.ts";

// Student (1908) and every table since; with one degree of freedom tan(0.475·π).
test.for([
  [1, 12.7062],
  [2, 4.3027],
  [4, 2.7764],
  [9, 2.2622],
  [30, 2.0423],
  [1000, 1.9623],
] as const)("with %i degrees of freedom the 97.5 %% quantile is %f", ([freedom, quantile]) => {
  expect(quantile95(freedom)).toBeCloseTo(quantile, 4);
});

test("the tails have closed forms with one and two degrees of freedom, and at no end of them", () => {
  for (const t of [0, 0.1, 0.7, 1, 3, 40, -3]) {
    expect(twoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.abs(t)), 12);
    expect(twoSided(t, 2)).toBeCloseTo(1 - Math.abs(t) / Math.sqrt(2 + t * t), 12);
  }
  expect(twoSided(Z95, Number.POSITIVE_INFINITY)).toBeCloseTo(0.05, 4);
  expect(quantile95(Number.POSITIVE_INFINITY)).toBe(Z95);
});

test("a t without end is sure, one that is no number is none", () => {
  expect(twoSided(Number.POSITIVE_INFINITY, 4)).toBe(0);
  expect(twoSided(Number.NaN, 4)).toBeNaN();
});

test("log Γ is that of factorials, and √π at a half", () => {
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  expect(logGamma(100.5)).toBeCloseTo(361.435540464, 8);
});
