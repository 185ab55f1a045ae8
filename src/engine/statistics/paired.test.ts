import fc from "fast-check";
import { expect, test } from "vitest";
import { meanOf, pairedDifference } from "./paired.ts";
import { SHARE, SIGNED } from "./range.ts";

test("the mean of five figures with Student's interval", () => {
  // s = 1.5811, t(4) = 2.776: 3 ± 2.776 · 1.5811 / √5
  const { value, low, high, count } = meanOf([1, 2, 3, 4, 5], null);
  expect([value, count]).toEqual([3, 5]);
  expect(low).toBeCloseTo(3 - 1.963, 3);
  expect(high).toBeCloseTo(3 + 1.963, 3);
});

test("one figure has no interval", () => {
  expect(meanOf([0.5], SHARE)).toEqual({ value: 0.5, low: Number.NaN, high: Number.NaN, count: 1 });
});

test("shares of three seeds do not leave 1, where Student's interval does", () => {
  const shares = [0.7, 0.72, 0.88];
  expect(meanOf(shares, null).high).toBeGreaterThan(1);
  const { low, high } = meanOf(shares, SHARE);
  expect(high).toBeLessThan(1);
  // The interval is asymmetric, as intervals of shares are: it reaches further down than up.
  expect(0.7667 - low).toBeGreaterThan(high - 0.7667);
});

test("far from its ends a range makes no difference", () => {
  const shares = [0.5, 0.51, 0.52, 0.5, 0.49];
  const [free, within] = [meanOf(shares, null), meanOf(shares, SHARE)];
  expect(within.low).toBeCloseTo(free.low, 3);
  expect(within.high).toBeCloseTo(free.high, 3);
});

test("every mean of shares lies in its interval, and that within 0 and 1", () => {
  const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 8 }), (shares) => {
      const { value, low, high } = meanOf(shares, SHARE);
      expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
    }),
  );
});

test("what pairs share cancels", () => {
  const difference = pairedDifference([10.1, 20.1, 30.1], [10, 20, 30], null);
  expect(difference.value).toBeCloseTo(0.1, 9);
  expect(difference.high - difference.low).toBeLessThan(1e-6);
  expect(() => pairedDifference([1], [], SIGNED)).toThrow(RangeError);
});
