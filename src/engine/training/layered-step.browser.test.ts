import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { expectSameRun, LORA_RUN, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Backend } from "../device.ts";
import { openJax } from "../jax.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { type StepMetrics, Trainer } from "./trainer.ts";
import type { TrainingPath } from "./training-path.ts";

async function metricsOn(backend: Backend, path: TrainingPath): Promise<StepMetrics[]> {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const { trained, frozen } = startingWeights(base, LORA_RUN);
  const run = Trainer.start(trained, { ...rewardModelOptions(LORA_RUN, base.config, SHORT_PAIRS, 0), path }, frozen);
  const metrics: StepMetrics[] = [];
  while (!run.done) metrics.push(await run.advance());
  run.dispose();
  return metrics;
}

test("layer by layer WebGPU gives the run that one graph gives on Wasm", async () => {
  const expected = await metricsOn("wasm", "whole");
  const found = await metricsOn("webgpu", "layered");
  expect(found).toHaveLength(LORA_RUN.steps);
  expectSameRun(found, expected);
});
