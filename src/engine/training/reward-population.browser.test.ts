import { test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { expectSameRun, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardPopulation } from "./reward-population.ts";
import { RewardRun } from "./reward-run.ts";
import type { StepMetrics } from "./trainer.ts";

const config: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, method: "icrm", batchSize: 2, steps: 2 };

test("on WebGPU a run of a population comes to the numbers of the same run alone on Wasm", async () => {
  const base = await loadCheckpoint(await goldenSource("llama"));
  const material = { base, pairs: SHORT_PAIRS, heldOut: [], padTokenId: 0 };
  const own = { ...config, learningRate: 3e-4, rho: 0.4, seed: 3, maxGradNorm: 0.1 };
  await openJax("wasm");
  const alone = new RewardRun(own, material);
  const expected: StepMetrics[] = [];
  while (!alone.done) expected.push(await alone.advance());
  alone.dispose();
  await openJax("webgpu");
  const population = new RewardPopulation([config, own], [material, material]);
  const found: StepMetrics[] = [];
  while (!population.done(1)) found.push((await population.advance())[1] as StepMetrics);
  population.dispose();
  expectSameRun(found, expected);
});
