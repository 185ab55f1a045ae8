import fc from "fast-check";
import { expect, test } from "vitest";
import { holm } from "./holm.ts";

test("worked by hand, in any order", () => {
  // 4 · 0.01, 3 · 0.02, 2 · 0.02 (raised to the one before), 1 · 0.5.
  expect(holm([0.02, 0.5, 0.01, 0.02])).toEqual([0.06, 0.5, 0.04, 0.06]);
});

test("one alone is left as it is, none is above 1, and what is not known counts for none", () => {
  expect(holm([0.03])).toEqual([0.03]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([Number.NaN, 0.03])).toEqual([Number.NaN, 0.03]);
  expect(holm([])).toEqual([]);
});

test("keeps the order, is never below the chance itself nor above Bonferroni's", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (p) => {
      const adjusted = holm(p);
      p.forEach((chance, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(chance);
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p.length * chance));
        p.forEach((other, k) => {
          if (other < chance) expect(adjusted[k]).toBeLessThanOrEqual(adjusted[i] as number);
        });
      });
    }),
  );
});
