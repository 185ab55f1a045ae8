import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../errors.ts";
import { REWARD_MODEL_DEFAULTS } from "../training/reward-model-config.ts";
import { checkPlan, planned, trialsOf } from "./plan.ts";

const lr = { learningRate: { logRange: [1e-4, 1e-2] } };

function refusal(plan: unknown) {
  try {
    checkPlan(plan, "space.json");
  } catch (error) {
    if (error instanceof PlaygroundError) return error.report;
    throw error;
  }
  throw new Error("the plan was taken");
}

test("a plan is its file with everything left out at its default", () => {
  const plan = checkPlan({ base: { method: "bt" }, vary: lr, trials: 4 }, "space.json");
  expect(plan).toEqual({
    base: { ...REWARD_MODEL_DEFAULTS, method: "bt" },
    vary: lr,
    sampler: "halton",
    seed: 0,
    seeds: [0],
    trials: 4,
    objective: { metric: "heldout/accuracy", goal: "maximise" },
    stopping: null,
    pairs: null,
    heldOut: null,
  });
  expect(checkPlan(JSON.parse(JSON.stringify(plan)), "again")).toEqual(plan);
});

describe("is refused, saying where and what was expected", () => {
  test.each([
    ["no field varies", { vary: {} }, /empty/, "vary"],
    ["an unknown field", { vary: { learning: { range: [0, 1] } } }, /no such field/, "vary.learning"],
    ["a field that only objects have", { vary: { toString: { range: [0, 1] } } }, /no such field/, "vary.toString"],
    ["the seed", { vary: { seed: { choices: [1, 2] } } }, /seed is no field/, "vary.seed"],
    ["no choices", { vary: { rho: { choices: [] } } }, /nothing to choose/, "vary.rho"],
    ["a choice twice", { vary: { rho: { choices: [0.1, 0.2, 1e-1] } } }, /same choice twice/, "vary.rho"],
    [
      "a list twice, in another order",
      {
        vary: {
          loraTargets: {
            choices: [
              ["q_proj", "v_proj"],
              ["v_proj", "q_proj"],
            ],
          },
        },
      },
      /same choice twice/,
      "vary.loraTargets",
    ],
    ["a range upside down", { vary: { rho: { range: [1, 0] } } }, /no range/, "vary.rho"],
    ["a range of one value", { vary: { rho: { range: [0.5, 0.5] } } }, /no range/, "vary.rho"],
    ["a log range from 0", { vary: { rho: { logRange: [0, 1] } } }, /above 0/, "vary.rho"],
    ["a range of names", { vary: { method: { range: [0, 1] } } }, /no range/, "vary.method"],
    [
      "a choice nobody can train with",
      { vary: { method: { choices: ["bt", "best"] } } },
      /trained with/,
      "vary.method",
    ],
    ["a range beyond what can be trained with", { vary: { rho: { range: [0, 2] } } }, /trained with/, "vary.rho"],
    ["half a step", { vary: { steps: { range: [1.5, 4] } } }, /trained with/, "vary.steps"],
    ["an infinite grid", { vary: lr, sampler: "grid" }, /infinite/, "vary.learningRate"],
    ["random draws without an end", { vary: lr }, /end of its own/, "sampler"],
    ["a grid nobody waits for", { sampler: "grid", vary: hugeGrid() }, /too many/, "vary"],
    ["a grid of all whole numbers", { sampler: "grid", vary: { steps: { range: [1, 1e15] } } }, /too many/, "vary"],
    [
      "a grid of endless points",
      { sampler: "grid", vary: { rho: { range: [0, 1], points: 1e15 } } },
      /too many/,
      "vary",
    ],
    ["more trials than anybody waits for", { vary: lr, trials: 1e9 }, /cannot be used/, "trials"],
    ["a circle of conditions", { vary: circle(), trials: 1 }, /circle/, "vary"],
    ["a condition on an unknown field", { vary: { rho: { range: [0, 1], when: { x: [1] } } } }, /no such/, "when"],
    ["an unknown way to vary", { vary: { rho: { between: [0, 1] } } }, /cannot be used/, "vary.rho"],
    ["a base that cannot be", { base: { rho: 2 }, vary: lr }, /cannot be used/, "base"],
    ["no seeds", { vary: lr, seeds: [] }, /cannot be used/, "seeds"],
  ])("%s", (_, plan, what, where) => {
    const report = refusal(plan);
    expect(report.what).toMatch(what);
    expect(report.where).toContain(where);
    expect(report.fix).toBeTruthy();
  });

  function hugeGrid() {
    return { steps: { range: [1, 1000] }, batchSize: { range: [1, 1000] } };
  }
  function circle() {
    return {
      rho: { range: [0, 1], when: { method: ["icrm"] } },
      method: { choices: ["bt", "icrm"], when: { rho: [0.1] } },
    };
  }
});

test("a grid is every combination; a field without meaning is left as it is", () => {
  const plan = checkPlan(
    {
      sampler: "grid",
      vary: { rho: { range: [0, 0.5], points: 3, when: { method: ["icrm"] } }, method: { choices: ["bt", "icrm"] } },
    },
    "space.json",
  );
  expect(planned(plan)).toEqual([
    { method: "bt" },
    { method: "icrm", rho: 0 },
    { method: "icrm", rho: 0.25 },
    { method: "icrm", rho: 0.5 },
  ]);
});

test("a condition may rest on a locked field", () => {
  const vary = { rho: { choices: [0.1, 0.2], when: { method: ["icrm"] } }, patience: { choices: [0, 1] } };
  const withMethod = (method: string) => checkPlan({ sampler: "grid", base: { method }, vary }, "space.json");
  expect(planned(withMethod("bt"))).toEqual([{ patience: 0 }, { patience: 1 }]);
  expect(planned(withMethod("icrm"))).toHaveLength(4);
});

test("every configuration is run with every seed, and shards part the configurations", () => {
  const plan = checkPlan({ vary: lr, seeds: [3, 4], trials: 11 }, "space.json");
  const all = trialsOf(plan);
  expect(all).toHaveLength(12);
  expect(all.map(({ seed, config }) => [seed, config.seed])).toEqual(
    Array(6)
      .fill([
        [3, 3],
        [4, 4],
      ])
      .flat(),
  );
  const shards = [1, 2, 3, 4].map((part) => trialsOf(plan, { part, of: 4 }));
  expect(shards.map((shard) => new Set(shard.map(({ configuration }) => configuration)).size)).toEqual([2, 2, 1, 1]);
  const key = (trial: object) => JSON.stringify(trial);
  expect(shards.flat().map(key).sort()).toEqual(all.map(key).sort());
});
