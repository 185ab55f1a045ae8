import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Backend } from "../device.ts";
import { openJax } from "../jax.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { type StepMetrics, Trainer } from "./trainer.ts";
import type { TrainingPath } from "./training-path.ts";

const config: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  method: "icrm",
  tuning: "lora",
  loraRank: 2,
  loraAlpha: 2,
  batchSize: 2,
  steps: 2,
};
const response = (...ids: number[]): Response => ({
  ids: [1, 5, 8, ...ids, 2],
  responseStart: 3,
  q: [...ids, 2].map((id) => 1 / (2 + (id % 5))),
});
const pairs: TokenPair[] = [
  { chosen: response(7, 9, 40), rejected: response(11, 41), margin: 0 },
  { chosen: response(30, 40), rejected: response(12, 13, 14, 41), margin: 0 },
];

async function metricsOn(backend: Backend, path: TrainingPath): Promise<StepMetrics[]> {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const { trained, frozen } = startingWeights(base, config);
  const run = Trainer.start(trained, { ...rewardModelOptions(config, base.config, pairs, 0), path }, frozen);
  const metrics: StepMetrics[] = [];
  while (!run.done) metrics.push(await run.advance());
  run.dispose();
  return metrics;
}

test("layer by layer WebGPU gives the run that one graph gives on Wasm", async () => {
  const expected = await metricsOn("wasm", "whole");
  const found = await metricsOn("webgpu", "layered");
  expect(found).toHaveLength(config.steps);
  for (const [i, { tokens_per_second, ...metrics }] of expected.entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const gap = Math.abs((found[i]?.[name] ?? Number.NaN) - value);
      expect(gap, `${name} of step ${i + 1}: ${found[i]?.[name]}, not ${value}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(value)),
      );
    }
  }
});
