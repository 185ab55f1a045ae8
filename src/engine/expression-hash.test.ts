import { expect, test } from "vitest";
import { hashInIntegers, hashOfJax } from "./expression-hash.ts";

/** The hash of some parts, taken in one after the other. */
function hashed(...parts: unknown[]): bigint | number | undefined {
  const hash = hashOfJax();
  for (const part of parts) hash?.update(part);
  return hash?.value;
}

test("jax-js hashes in long integers, and in 32-bit integers once it is told to", () => {
  // When this fails, jax-js no longer needs expression-hash.ts.
  expect(typeof hashed("x")).toBe("bigint");
  expect(hashInIntegers()).toBe(true);
  expect(typeof hashed("x")).toBe("number");
});

test("parts of another value, type, number or order have another hash; equal ones the same", () => {
  hashInIntegers();
  const all = [
    ...[0, -0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53, 0.5, -0.5, Number.NaN, Number.POSITIVE_INFINITY],
    ...["", "0", "1", "null", "true", "ab", "ba", 1n, true, false, null, undefined],
  ].map((part) => [part]);
  // Signs are single bits that a weak hash would let cancel each other.
  const several = [[1, -1], [-1, 1], [1, 1], [-1, -1], ["a", "b"], ["ab", ""], [hashed("a")], [0, 0], [0, 0, 0]];
  const hashes = [...all, ...several].map((parts) => hashed(...parts));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect([...all, ...several].map((parts) => hashed(...parts))).toEqual(hashes);
});

test("160,000 short expressions do not share a hash", () => {
  hashInIntegers();
  const seen = new Set<unknown>();
  for (let a = 0; a < 400; a++) for (let b = 0; b < 400; b++) seen.add(hashed(a - 200, b));
  expect(seen.size).toBe(400 * 400);
});
