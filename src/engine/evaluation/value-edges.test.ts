import { expect, test } from "vitest";
import { valueBand, valueEdges } from "./value-edges.ts";

const estimate = (position: number, successes: number, rollouts = 100) => ({ position, successes, rollouts });

test("an edge of one token is held against 1 − q, a longer way against 1 − Π q", () => {
  const edges = valueEdges([estimate(-1, 50), estimate(0, 70), estimate(2, 90)], [0.8, 0.5, 0.5]);
  expect(edges.map(({ delta }) => delta)).toEqual([expect.closeTo(0.2), expect.closeTo(0.2)]);
  expect(edges.map(({ bound }) => bound)).toEqual([expect.closeTo(0.2), expect.closeTo(0.75)]);
});

test("a bound is broken only where sampling cannot explain it, in either direction", () => {
  const broken = (before: number, after: number, rollouts: number) =>
    valueEdges([estimate(0, before, rollouts), estimate(1, after, rollouts)], [1, 0.9])[0]?.broken;
  // A move 0.3 above the bound of 0.1 may be chance with 10 roll-outs, but not with 200.
  expect(broken(4, 8, 10)).toBe(false);
  expect(broken(80, 160, 200)).toBe(true);
  expect(broken(160, 80, 200)).toBe(true);
  expect(broken(100, 110, 200)).toBe(false);
});

test("the band widens with every token from the value measured last, and stays within 0 and 1", () => {
  const band = valueBand([estimate(-1, 50), estimate(1, 90)], [0.8, 0.5, 0.5, 0.5]);
  expect(band).toEqual([
    { position: 0, low: expect.closeTo(0.3), high: expect.closeTo(0.7) },
    { position: 1, low: 0, high: 1 },
    { position: 2, low: expect.closeTo(0.4), high: 1 },
  ]);
  expect(valueBand([], [0.8, 0.5])).toEqual([]);
});

test("nothing lies behind the last token", () => {
  expect(valueBand([estimate(1, 3, 4)], [0.8, 0.5])).toEqual([]);
  expect(valueEdges([estimate(1, 3, 4)], [0.8, 0.5])).toEqual([]);
});
