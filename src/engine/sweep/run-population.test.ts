import { beforeAll, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { markedPairs } from "../../testing/marked-pairs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../training/reward-model-config.ts";
import { RewardPopulation } from "../training/reward-population.ts";
import { RewardRun, type RunMaterial } from "../training/reward-run.ts";
import { runPopulation } from "./run-population.ts";
import { runTrial } from "./run-trial.ts";
import type { TrialOutcome } from "./trial.ts";

const base: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, method: "bt", steps: 4, batchSize: 2, evalSteps: 2 };
const objective = { metric: "heldout/loss", goal: "minimise" } as const;
let material: RunMaterial;

beforeAll(async () => {
  await openJax("wasm");
  const pairs = markedPairs(8);
  material = {
    base: await loadCheckpoint(await goldenSource("llama")),
    pairs,
    heldOut: pairs.slice(0, 3),
    padTokenId: 0,
  };
});

async function together(
  configs: RewardModelConfig[],
  marks: { step: number; value: number }[][] = [],
  metric = objective,
) {
  const population = new RewardPopulation(configs, Array(configs.length).fill(material));
  const steps: [run: number, step: number, measured: boolean][] = [];
  const onStep = (run: number, step: number, measured: unknown) => void steps.push([run, step, measured !== null]);
  const outcomes = await runPopulation(population, { objective: metric, marks, onStep });
  population.dispose();
  return { outcomes, steps };
}

async function alone(config: RewardModelConfig): Promise<TrialOutcome> {
  const run = new RewardRun(config, material);
  const outcome = await runTrial(run, { objective, marks: [], onStep: () => {} });
  run.dispose();
  return outcome;
}

test("trials of a population end as they end alone; one that diverges fails by itself", async () => {
  const configs = [base, { ...base, learningRate: 3e-4, seed: 2 }, { ...base, learningRate: 1e30, maxGradNorm: 1e30 }];
  const { outcomes, steps } = await together(configs);
  for (const [i, config] of configs.slice(0, 2).entries()) {
    const expected = await alone(config);
    const found = outcomes[i] as TrialOutcome;
    expect({ ...found, metrics: 0, measurements: 0, seconds: 0 }).toEqual({
      ...expected,
      metrics: 0,
      measurements: 0,
      seconds: 0,
    });
    expect(found.measurements.map(({ step }) => step)).toEqual([2, 4]);
    const losses = (outcome: TrialOutcome) =>
      outcome.measurements.map(({ metrics }) => metrics["heldout/loss"] as number);
    for (const [at, loss] of losses(expected).entries()) {
      expect(Math.abs((losses(found)[at] as number) / loss - 1)).toBeLessThan(1e-4);
    }
  }
  expect(outcomes[2]).toMatchObject({ status: "failed", error: { where: expect.stringMatching(/^step/) } });
  expect(steps.filter(([run]) => run === 0)).toEqual([
    [0, 1, false],
    [0, 2, true],
    [0, 3, false],
    [0, 4, true],
  ]);
});

test("a trial ends where it falls behind, and the others go on", async () => {
  const { outcomes } = await together([base, { ...base, seed: 1 }], [[{ step: 1, value: 0 }], []]);
  expect(outcomes.map(({ status, step }) => [status, step])).toEqual([
    ["stopped", 2],
    ["finished", 4],
  ]);
});

test("an objective that never appears fails every trial", async () => {
  const metric = { ...objective, metric: "heldout/f1" };
  const { outcomes } = await together([base, { ...base, seed: 1 }], [], metric as typeof objective);
  for (const { status, error } of outcomes) {
    expect(status).toBe("failed");
    expect(error?.what).toMatch(/never appeared/);
  }
});
