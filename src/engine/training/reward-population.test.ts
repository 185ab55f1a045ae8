import { beforeAll, describe, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { withSteps } from "../../testing/labelled-pairs.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { seededRandom } from "../random.ts";
import { METHODS } from "./methods.ts";
import { exampleResponses, type TokenPair } from "./pairs.ts";
import { runsOf } from "./population-runs.ts";
import { populationKey, REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardPopulation } from "./reward-population.ts";
import { RewardRun, type RunMaterial } from "./reward-run.ts";
import type { StepMetrics } from "./trainer.ts";
import type { TrainingRun } from "./training-run.ts";

const TOLERANCE = 1e-4;
const STEPS = 4;

beforeAll(() => openJax("wasm"));

/**
 * Pairs of one length, or of many, so that runs with different seeds have batches of different lengths: each of them is a
 * program of its own, which takes long to compile.
 */
function pairs(count: number, seed: number, longest: number, lengths: "one" | "many"): TokenPair[] {
  const random = seededRandom(seed);
  const length = () => (lengths === "one" ? 12 : 4 + Math.floor(random() * (longest - 8)));
  const response = (mark: number) => {
    const ids = Array.from({ length: length() }, () => 3 + Math.floor(random() * 30));
    return { ids: [1, 5, 8, ...ids, mark, 2], responseStart: 3, q: [...ids.map(() => random()), 0.5, 0.9] };
  };
  return withSteps(
    Array.from({ length: count }, (_, i) => ({ chosen: response(40), rejected: response(41), margin: i % 2 })),
  );
}

async function material(model: string, lengths: "one" | "many"): Promise<RunMaterial> {
  const base: Checkpoint = await loadCheckpoint(await goldenSource(model));
  const longest = Math.min(52, base.config.contextLength);
  return { base, pairs: pairs(16, 5, longest, lengths), heldOut: pairs(6, 6, longest, lengths), padTokenId: 0 };
}

/** Runs that differ in every way in which runs of a population may. */
function configs(settings: Partial<RewardModelConfig>): [RewardModelConfig, RewardModelConfig] {
  const base = { ...REWARD_MODEL_DEFAULTS, steps: STEPS, batchSize: 2, ...settings };
  return [
    { ...base, learningRate: 1e-3, seed: 0, loraAlpha: 4 },
    {
      ...base,
      learningRate: 3e-3,
      seed: 3,
      rho: 0.4,
      weightRatio: 0.1,
      labelSmoothing: 0.1,
      centerRewardsCoefficient: 0.01,
      weightDecay: 0.1,
      maxGradNorm: 0.05,
      warmupRatio: 0.5,
      loraAlpha: 8,
    },
  ];
}

async function course(run: { advance(): Promise<StepMetrics> }, steps: number): Promise<StepMetrics[]> {
  const all: StepMetrics[] = [];
  for (let step = 0; step < steps; step++) all.push(await run.advance());
  return all;
}

/** The second of the steps shows the first one's update. */
async function expectSameAsAlone(
  settings: Partial<RewardModelConfig>,
  { model = "llama", steps = 2, lengths = "one" as "one" | "many" } = {},
): Promise<void> {
  const made = await material(model, lengths);
  const both = configs({ steps, ...settings });
  const population = new RewardPopulation(
    both,
    both.map(() => made),
  );
  const together: StepMetrics[][] = [];
  for (let step = 0; step < steps; step++) together.push(await population.advance());
  const measured = await population.evaluate();
  population.dispose();
  for (const [i, config] of both.entries()) {
    const run = new RewardRun(config, made);
    const alone = await course(run, steps);
    const { accuracy, margin, rewards } = await run.evaluate();
    run.dispose();
    const all = [...rewards.chosen, ...rewards.rejected];
    const scale = all.reduce((sum, reward) => sum + Math.abs(reward), 0) / all.length;
    for (const [step, expected] of alone.entries()) {
      expectClose(together[step]?.[i] as StepMetrics, expected, scale, `run ${i}, step ${step + 1}`);
    }
    expect(measured[i]?.accuracy).toBe(accuracy);
    expectClose({ margin: measured[i]?.margin as number }, { margin }, scale, `run ${i}, held out`);
  }
}

/** @param scale mean size of a reward: means and margins of rewards may cancel, but their rounding errors do not */
function expectClose(
  found: Record<string, number>,
  expected: Record<string, number>,
  scale: number,
  where: string,
): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    if (name === "tokens_per_second") continue;
    const gap = Math.abs((found[name] as number) - value);
    const size = /^(margin|rewards\/)/.test(name) ? Math.max(scale, Math.abs(value)) : Math.abs(value);
    expect(gap, `${where}, ${name}: ${found[name]}, alone ${value}`).toBeLessThanOrEqual(TOLERANCE * size);
  }
}

describe("every run of a population comes to the numbers of the same run alone", () => {
  test.each(METHODS)("%s", (method) => expectSameAsAlone({ method }));
  test.each(["icrm", "prm_icrm"] as const)("%s on responses of many lengths", (method) =>
    expectSameAsAlone({ method }, { steps: STEPS, lengths: "many" }),
  );
  test.each(["qwen3", "gpt2"])("%s", (model) => expectSameAsAlone({}, { model }));
  test.each([
    { tuning: "lora", loraRank: 4 },
    { tuning: "head" },
    { tuning: "top", trainableLayers: 1 },
    { gradientAccumulationSteps: 2 },
    { edgeWeight: "uniform", edgeScore: "difference" },
  ] as const)("%o", (settings) => expectSameAsAlone(settings));
});

test("a run that diverges does not touch the others", async () => {
  const made = await material("llama", "one");
  const [calm, other] = configs({ method: "bt" });
  const wild = { ...other, learningRate: 1e30, maxGradNorm: 1e30 };
  const population = new RewardPopulation([calm, wild], [made, made]);
  const together: StepMetrics[][] = [];
  for (let step = 0; step < STEPS; step++) together.push(await population.advance());
  expect(together.at(-1)?.[1]?.loss).toBeNaN();
  const alone = new RewardRun(calm, made);
  for (const [step, expected] of (await course(alone, STEPS)).entries()) {
    expectClose(together[step]?.[0] as StepMetrics, expected, 0, `step ${step + 1}`);
  }
  for (const run of [population, alone]) run.dispose();
});

test("holds no more arrays from step to step, and none after its end", async () => {
  const whole = await material("llama", "one");
  // Every step gets the same batch: a batch of another shape would compile a program, which keeps constants.
  const made = { ...whole, pairs: whole.pairs.slice(0, 2) };
  const census = startCensus("wasm");
  const all = configs({}).map((config) => ({ ...config, seed: 0 }));
  const population = new RewardPopulation(all, Array(all.length).fill(made));
  for (let step = 0; step < 8; step++) await population.advance();
  await population.evaluate();
  const before = census.arrays();
  for (let step = 0; step < 8; step++) await population.advance();
  await population.evaluate();
  expect(census.arrays()).toBe(before);
  population.dispose();
  expect(census.arrays()).toBe(0);
  census.stop();
});

test("what is one program is one population", () => {
  const [a, b] = configs({});
  expect(populationKey(b)).toBe(populationKey(a));
  for (const change of [{ batchSize: 4 }, { rho: 0 }, { method: "grm" }, { steps: 9 }] as const) {
    expect(populationKey({ ...a, ...change })).not.toBe(populationKey(a));
  }
  const row = { baseline: "row" } as const;
  expect(populationKey({ ...a, ...row })).not.toBe(populationKey({ ...b, ...row }));
  expect(populationKey({ ...a, ...row, rho: 0.3 })).toBe(populationKey({ ...a, ...row }));
});

test("a run of a population is kept and read like the run alone, and goes on alone from its snapshot", async () => {
  const made = await material("llama", "many");
  const both = configs({ method: "bt", tuning: "lora", loraRank: 4 });
  const [, other] = both;
  const [first, run] = runsOf(new RewardPopulation(both, [made, made])) as [TrainingRun, TrainingRun];
  for (let step = 0; step < 2; step++) for (const each of [run, first]) await each.advanceMeasured();
  const alone = new RewardRun(other, made);
  await course(alone, 2);
  const responses = made.heldOut.flatMap(exampleResponses).slice(0, 2);
  const [found, expected] = [await run.rewardsOf(responses), await alone.rewardsOf(responses)];
  for (const [i, rewards] of expected.entries()) {
    for (const [j, reward] of rewards.entries()) expect(found[i]?.[j]).toBeCloseTo(reward, 4);
  }
  const resumed = new RewardRun(other, made, await run.snapshot());
  expect(resumed.step).toBe(2);
  expectClose((await course(resumed, 1))[0] as StepMetrics, (await course(alone, 1))[0] as StepMetrics, 1, "step 3");
  await first.advanceMeasured();
  await expect(run.snapshot()).rejects.toThrow("has left its population");
  for (const each of [first, run, alone, resumed]) each.dispose();
});
