import { describe, expect, test } from "vitest";
import type { Estimate } from "../../statistics/estimate.ts";
import { meanOf } from "../../statistics/paired.ts";
import { SHARE } from "../../statistics/range.ts";
import { checkPlan, planned, type SweepPlan } from "../plan.ts";
import { freshRecord, type SweepRecord } from "../record.ts";
import { failedOutcome, type Trial } from "../trial.ts";
import { placeOf } from "../variation.ts";
import { effects } from "./effects.ts";
import { failures } from "./failures.ts";
import { growForest } from "./forest.ts";
import { importance, mainEffect, treeVariance } from "./importance.ts";
import { bestOf, confirmed, objectiveRange, summaries } from "./summaries.ts";

const plan = checkPlan(
  {
    vary: {
      learningRate: { logRange: [1e-4, 1e-2] },
      rho: { range: [0, 1] },
      tuning: { choices: ["full", "lora", "head"] },
    },
    seeds: [0, 1, 2],
    trials: 180,
  },
  "test",
);

const assignments = planned(plan);

function trial(configuration: number, seed: number, accuracy: number, changes: Partial<Trial> = {}): Trial {
  return {
    configuration,
    seed,
    values: assignments[configuration] ?? {},
    status: "finished",
    step: 1,
    seconds: 1,
    metrics: { "heldout/accuracy": accuracy },
    measurements: [],
    pinned: null,
    error: null,
    ...changes,
  };
}

const of = (trials: Trial[], changes: Partial<SweepPlan> = {}): SweepRecord => ({
  ...freshRecord({ ...plan, ...changes }),
  trials,
});

/** Trials whose objective is a function of their place in the space, and a little of their seed. */
function trialsOver(objective: (lr: number, rho: number, tuning: string) => number): Trial[] {
  const { learningRate } = plan.vary as Required<typeof plan.vary>;
  return assignments.flatMap((values, configuration) =>
    plan.seeds.map((seed) => {
      const lr = placeOf("learningRate", learningRate, values.learningRate as number);
      const value = objective(lr, values.rho as number, values.tuning as string) + 0.01 * (seed - 1);
      return trial(configuration, seed, value, { values });
    }),
  );
}

describe("the best configuration", () => {
  const trials = [
    trial(0, 0, 0.7),
    trial(0, 1, 0.8),
    trial(0, 2, 0.6),
    trial(1, 0, 0.6),
    trial(1, 1, 0.6),
    trial(1, 2, 0.6),
    trial(2, 0, 0.99),
    trial(2, 1, 0, { status: "failed", metrics: {} }),
    trial(3, 0, 0.95, { status: "stopped" }),
  ];

  test("is the best mean among those that are finished with every seed, and says how many it was chosen from", () => {
    const best = bestOf(of(trials));
    expect(best).toMatchObject({ summary: { configuration: 0 }, among: 2, trials: 9 });
    expect(best?.summary.estimate).toEqual(meanOf([0.7, 0.8, 0.6], SHARE));
    const least = of(trials, { objective: { metric: "heldout/accuracy", goal: "minimise" } });
    expect(bestOf(least)?.summary.configuration).toBe(1);
    expect(bestOf(of(trials.slice(6)))).toBeNull();
  });

  test("is called better only where fresh seeds say so, pair by pair", () => {
    const confirm = (chosen: number[], baseline: number[]) =>
      confirmed({
        ...of([
          ...trials,
          ...chosen.map((value, i) => trial(0, 3 + i, value)),
          ...baseline.map((value, i) => trial(-1, 3 + i, value)),
        ]),
        confirmation: { configuration: 0, seeds: [3, 4, 5] },
      });
    const clear = confirm([0.7, 0.8, 0.9], [0.6, 0.71, 0.79]);
    expect(clear).toMatchObject({ better: true, chosen: { count: 3 }, baseline: { count: 3 } });
    expect(clear?.advantage.value).toBeCloseTo(0.1, 10);
    expect(confirm([0.7, 0.8, 0.9], [0.6, 0.9, 0.8])?.better).toBe(false);
    expect(confirm([0.7], [0.6])).toBeNull();
    // Trials with a confirmation's seeds are no part of the search.
    const record = of([...trials, trial(0, 3, 0), trial(-1, 3, 1)]);
    expect(summaries(record)).toEqual(summaries(of(trials)));
  });
});

test("where nearly all is right no interval leaves 1, of a level, a configuration or a confirmation", () => {
  const near = [0.99, 1, 0.9];
  const trials = [0, 1].flatMap((configuration) => near.map((value, seed) => trial(configuration, seed, value)));
  const fresh = near.flatMap((value, i) => [trial(0, 3 + i, value), trial(-1, 3 + i, 0.02 * i)]);
  const record = { ...of([...trials, ...fresh]), confirmation: { configuration: 0, seeds: [3, 4, 5] } };
  const found = summaries(record);
  const verdict = confirmed(record);
  const levels = effects(plan, found, objectiveRange(plan.objective)).flatMap((effect) => effect.levels);
  const estimates = [...found, ...levels].map(({ estimate }) => estimate);
  expect(estimates.length).toBeGreaterThan(4);
  for (const { value, low, high } of [...estimates, verdict?.chosen, verdict?.advantage] as Estimate[]) {
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high).toBeLessThanOrEqual(1);
  }
  // A loss has no bounds.
  expect(objectiveRange({ metric: "heldout/loss", goal: "minimise" })).toBeNull();
});

test("a field's levels are means over seeds' means, with what they were counted from", () => {
  const found = summaries(of(trialsOver((_, __, tuning) => (tuning === "lora" ? 0.8 : 0.5))));
  const [rate, , tuning] = effects(plan, found, SHARE);
  expect(tuning?.rank).toBeNull();
  expect(tuning?.levels.map(({ values }) => values)).toEqual([["full"], ["lora"], ["head"]]);
  const lora = tuning?.levels[1];
  expect(lora?.estimate.count).toBe(3);
  expect(lora?.estimate.value).toBeCloseTo(0.8, 10);
  // Student's interval over three seeds, in the form that stays below 1.
  const half = (4.303 * 0.01) / Math.sqrt(3);
  expect((lora?.estimate.high as number) - (lora?.estimate.low as number)).toBeCloseTo(2 * half, 3);
  expect(rate?.levels).toHaveLength(5);
  expect(rate?.levels.map(({ configurations }) => configurations)).toEqual([12, 12, 12, 12, 12]);
  const places = rate?.levels.map(({ place }) => place) as number[];
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test("rank correlation sees direction, importance sees what matters whatever its shape", () => {
  const found = summaries(of(trialsOver((lr, rho) => -((lr - 0.5) ** 2) + 0.05 * rho)));
  const [rate, rho] = effects(plan, found, SHARE);
  expect(Math.abs(rate?.rank as number)).toBeLessThan(0.3);
  const [ofRate, ofRho, ofTuning] = (importance(plan, found) ?? []).map(({ share }) => share) as [
    number,
    number,
    number,
  ];
  // Variances over the unit cube: 1/180 and 0.05²/12.
  expect(ofRate).toBeGreaterThan(0.7);
  expect(ofRho).toBeLessThan(0.2);
  expect(ofTuning).toBeLessThan(ofRho);
  const rising = effects(plan, summaries(of(trialsOver((_, x) => x))), null);
  expect(rising[1]?.rank).toBeCloseTo(1, 10);
  expect(rho?.rank).toBeGreaterThan(0);
});

test("too few configurations, or an objective that does not differ, have no importance", () => {
  const trials = trialsOver((lr) => lr);
  expect(importance(plan, summaries(of(trials.slice(0, 33))))).toBeNull();
  expect(importance(plan, summaries(of(trialsOver(() => 0.5))))).toBeNull();
});

describe("the variance of a tree over the cube", () => {
  // The tree is 0 below x = 1/2; above, it is 1 below y = 1/4 and 3 above.
  const tree = [
    { low: [0, 0], high: [0.5, 1], value: 0 },
    { low: [0.5, 0], high: [1, 0.25], value: 1 },
    { low: [0.5, 0.25], high: [1, 1], value: 3 },
  ];

  test("and its main effects, by hand", () => {
    // Mean 1/8 + 9/8 = 1.25; along x 0 and 2.5, along y 0.5 (on a quarter) and 1.5.
    expect(treeVariance(tree)).toBeCloseTo(0.125 + 0.375 * 9 - 1.25 ** 2, 12);
    expect(mainEffect(tree, 0)).toBeCloseTo(1.25 ** 2, 12);
    expect(mainEffect(tree, 1)).toBeCloseTo(0.25 * 0.75 ** 2 + 0.75 * 0.25 ** 2, 12);
  });

  test("a forest cuts a step where it is, and leaves fill the cube", () => {
    const x = Array.from({ length: 80 }, (_, i) => [i / 80, ((i * 37) % 80) / 80]);
    const y = x.map(([first]) => ((first as number) < 0.5 ? 0 : 1));
    for (const grown of growForest(x, y, { trees: 4, leafSize: 2, seed: 1 })) {
      const volume = grown.reduce(
        (sum, { low, high }) => sum + low.reduce((v, l, i) => v * ((high[i] as number) - l), 1),
        0,
      );
      expect(volume).toBeCloseTo(1, 10);
      for (const { low, high, value } of grown) {
        if ((high[0] as number) < 0.45) expect(value).toBe(0);
        if ((low[0] as number) > 0.55) expect(value).toBe(1);
      }
    }
  });
});

test("failed trials are counted by their reason, the commonest first", () => {
  const failed = (seed: number, what: string, fix: string) => trial(0, seed, 0, failedOutcome({ what, fix }));
  const all = [failed(0, "lost", "a"), failed(1, "diverged", "b"), trial(1, 0, 0.5), failed(2, "diverged", "c")];
  expect(failures(all)).toEqual([
    { report: { what: "diverged", fix: "b" }, trials: 2 },
    { report: { what: "lost", fix: "a" }, trials: 1 },
  ]);
});
