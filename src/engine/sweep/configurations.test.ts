import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REWARD_MODEL_DEFAULTS } from "../training/reward-model-config.ts";
import { configurations } from "./configurations.ts";
import { halton } from "./halton.ts";
import type { Space } from "./space.ts";
import { placeOf, type Variation, valueAt } from "./variation.ts";

const space: Space = {
  base: REWARD_MODEL_DEFAULTS,
  vary: { learningRate: { logRange: [1e-4, 1e-2] }, batchSize: { range: [4, 7] }, method: { choices: ["bt", "grm"] } },
};

describe.each(["random", "halton"] as const)("%s", (sampler) => {
  test("is the same for the same seed, and more trials leave the first as they are", () => {
    const first = configurations(space, sampler, 7, 20);
    expect(configurations(space, sampler, 7, 40).slice(0, 20)).toEqual(first);
    expect(configurations(space, sampler, 8, 20)).not.toEqual(first);
  });

  test("stays within the ranges, reaches all of them, and counts in whole numbers", () => {
    const drawn = configurations(space, sampler, 1, 400);
    const rates = drawn.map(({ learningRate }) => learningRate as number);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
    // Each decade has as many draws.
    expect(rates.filter((rate) => rate < 1e-3).length / 400).toBeCloseTo(0.5, 1);
    for (const size of [4, 5, 6, 7]) {
      expect(drawn.filter(({ batchSize }) => batchSize === size).length / 400).toBeCloseTo(0.25, 1);
    }
  });

  test("a small space ends when all of it has been drawn, nothing twice", () => {
    const { batchSize, method } = space.vary as Required<Space["vary"]>;
    const drawn = configurations({ ...space, vary: { batchSize, method } }, sampler, 0, 50);
    expect(new Set(drawn.map((values) => JSON.stringify(values))).size).toBe(8);
    expect(drawn).toHaveLength(8);
  });
});

test("Halton points fill every tenth of an axis more evenly than chance, in any of the first dimensions", () => {
  for (const dimension of [0, 1, 5, 9]) {
    const tenths = new Array(10).fill(0);
    const place = halton(dimension, 3);
    for (let i = 0; i < 200; i++) tenths[Math.floor(10 * place(i))] += 1;
    // Independent draws would deviate from 20 by 4.2 on average.
    for (const count of tenths) expect(Math.abs(count - 20)).toBeLessThanOrEqual(4);
  }
});

test("there is a Halton dimension for every field", () => {
  for (const dimension of Object.keys(REWARD_MODEL_DEFAULTS).keys()) {
    expect(new Set([0, 1, 2, 3].map(halton(dimension, 0))).size).toBe(4);
  }
});

test("two Halton dimensions fill the plane: no quarter is missed by few points", () => {
  const quarters = new Set<string>();
  const places = [6, 7].map((dimension) => halton(dimension, 0));
  for (let i = 0; i < 12; i++) quarters.add(places.map((place) => Math.floor(2 * place(i))).join());
  expect(quarters.size).toBe(4);
});

test("no place gives a whole number beyond its range", () => {
  const last = 1 - Number.EPSILON / 2;
  expect(valueAt("batchSize", { range: [2, 9] }, last)).toBe(9);
  expect(valueAt("steps", { logRange: [10, 1000] }, last)).toBe(1000);
});

test("a place is the way back to a value", () => {
  const cases: [Parameters<typeof valueAt>[0], Variation][] = [
    ["learningRate", { logRange: [1e-5, 1] }],
    ["rho", { range: [0, 0.5] }],
    ["batchSize", { range: [2, 9] }],
    ["steps", { logRange: [10, 1000] }],
    ["method", { choices: ["bt", "grm", "icrm"] }],
    ["loraTargets", { choices: [[], ["q_proj"], ["q_proj", "v_proj"]] }],
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...cases),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      ([field, variation], u) => {
        const value = valueAt(field, variation, u);
        const place = placeOf(field, variation, value);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
        expect(valueAt(field, variation, Math.min(place, 1 - 1e-9))).toEqual(
          typeof value === "number" && field !== "batchSize" && field !== "steps" ? expect.closeTo(value, 4) : value,
        );
      },
    ),
  );
});
