import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { SHORT_PAIRS } from "../../testing/short-runs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { RewardPopulation } from "./reward-population.ts";
import { RewardRun } from "./reward-run.ts";
import type { StepMetrics } from "./trainer.ts";

const config: RewardModelConfig = { ...REWARD_MODEL_DEFAULTS, method: "icrm", batchSize: 2, steps: 2 };

test("on WebGPU a run of a population comes to the numbers of the same run alone", async () => {
  await openJax("webgpu");
  const base = await loadCheckpoint(await goldenSource("llama"));
  const material = { base, pairs: SHORT_PAIRS, heldOut: [], padTokenId: 0 };
  const own = { ...config, learningRate: 3e-4, rho: 0.4, seed: 3, maxGradNorm: 0.1 };
  const population = new RewardPopulation([config, own], [material, material]);
  const alone = new RewardRun(own, material);
  for (let step = 0; step < config.steps; step++) {
    const [, found] = (await population.advance()) as [StepMetrics, StepMetrics];
    const { tokens_per_second, ...metrics } = await alone.advance();
    for (const [name, value] of Object.entries(metrics)) {
      const gap = Math.abs((found[name] ?? Number.NaN) - value);
      expect(gap, `${name}: ${found[name]}, alone ${value}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
    }
  }
  for (const run of [population, alone]) run.dispose();
});
