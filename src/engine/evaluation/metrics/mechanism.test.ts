import { expect, test } from "vitest";
import { figureOf, scoredRecords } from "../../../testing/evaluation.ts";
import { measureMechanism, measureTrueMechanism, mechanismMetrics } from "./mechanism.ts";

/** The reward r with σ(r) = p. */
const logit = (p: number) => Math.log(p / (1 - p));

const records = scoredRecords([
  {
    // σ(r) = 0.5, 0.9, 0.8, 0.1, so the moves are 0.4, 0.1 and 0.7.
    rewards: [0, logit(0.9), logit(0.8), logit(0.1)],
    q: [0.5, 0.95, 0.2],
    stepEnds: [0, 2],
    // V̂ = 0.5, 0.75, 0: known after the first token, then after two more.
    values: [
      { position: -1, successes: 8, rollouts: 16 },
      { position: 0, successes: 12, rollouts: 16 },
      { position: 2, successes: 0, rollouts: 16 },
    ],
  },
  { rewards: [0, 1], q: null },
]);
const view = { records, validation: null, logits: true };

test("moves of a reward against the probability of what came, worked by hand", () => {
  const measured = measureMechanism(view);
  expect(Object.keys(measured)).toEqual(mechanismMetrics.map(({ id }) => id));
  // 0.4 ≤ 0.5, 0.1 > 0.05, 0.7 ≤ 0.8.
  expect(figureOf(measured, "mechanism/token-broken")).toBeCloseTo(1 / 3, 12);
  // The likelier the token, the smaller the move.
  expect(figureOf(measured, "mechanism/token-correlation")).toBeCloseTo(-1, 12);
  // By step: 0.4 against 1 − 0.5 = 0.5, and 0.8 against 1 − 0.95·0.2 = 0.81.
  expect(figureOf(measured, "mechanism/step-broken")).toBe(0);
  expect(measured["mechanism/step-broken-surely"]).toMatchObject({ missing: /sampling error/ });
});

test("moves of the measured value", () => {
  const measured = measureTrueMechanism(records);
  expect(Object.keys(measured)).toEqual(mechanismMetrics.map(({ id }) => id));
  // 0.25 ≤ 0.5 and 0.75 ≤ 0.81.
  expect(figureOf(measured, "mechanism/step-broken")).toBe(0);
  expect(measured["mechanism/token-broken"]).toMatchObject({ missing: /some prefixes only/ });
});

test("exact values move by every token too, and never beyond the class's own probabilities", () => {
  const exact = scoredRecords([
    {
      rewards: [0, 1, 1, 1],
      // The generator's probabilities differ from the class's.
      q: [0.99, 0.99, 0.99],
      classQ: [0.5, 1, 0.25],
      values: [0.5, 1, 1, 0.25].map((value, i) => ({ position: i - 1, value })),
      stepEnds: [0, 2],
    },
  ]);
  const measured = measureTrueMechanism(exact);
  expect(figureOf(measured, "mechanism/token-broken")).toBe(0);
  expect(figureOf(measured, "mechanism/step-broken")).toBe(0);
  // δ = 0.5, 0, 0.75 against q = 0.5, 1, 0.25.
  expect(figureOf(measured, "mechanism/token-correlation")).toBeCloseTo(-1, 12);
  expect(measured["mechanism/step-broken-surely"]).toMatchObject({ missing: /no sampling error/ });
});

test("a break within the sampling error is none beyond it", () => {
  const broken = (successes: number, q: number) =>
    measureTrueMechanism(
      scoredRecords([
        {
          rewards: [0, 0],
          q: [q],
          values: [
            { position: -1, successes: 8, rollouts: 16 },
            { position: 0, successes, rollouts: 16 },
          ],
        },
      ]),
    );
  // A move of 2/16 against a bound of 0.1.
  expect(figureOf(broken(10, 0.9), "mechanism/step-broken")).toBe(1);
  expect(figureOf(broken(10, 0.9), "mechanism/step-broken-surely")).toBe(0);
  // A move of 8/16, which is at least 0.5 − √(0.194² + 0.221²) = 0.21.
  expect(figureOf(broken(16, 0.7), "mechanism/step-broken-surely")).toBe(0);
  expect(figureOf(broken(16, 0.9), "mechanism/step-broken-surely")).toBe(1);
});

test("without probabilities there is nothing to hold moves against", () => {
  const unknown = scoredRecords([{ rewards: [0, 1], values: [{ position: -1, successes: 1, rollouts: 2 }] }]);
  const measured = measureMechanism({ ...view, records: unknown });
  expect(measured["mechanism/token-broken"]).toMatchObject({ missing: /generation probabilities/ });
  expect(measured["mechanism/step-broken"]).toMatchObject({ missing: /generation probabilities/ });
});
