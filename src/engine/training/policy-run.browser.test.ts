import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { SHORT_PAIRS } from "../../testing/short-runs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import type { Backend } from "../device.ts";
import { openJax } from "../jax.ts";
import { DPO_DEFAULTS, type DpoConfig } from "./dpo-config.ts";
import { PolicyRun } from "./policy-run.ts";
import type { StepMetrics } from "./trainer.ts";

async function metricsOn(backend: Backend, overrides: Partial<DpoConfig>): Promise<StepMetrics[]> {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const config = { ...DPO_DEFAULTS, epochs: 6, batchSize: 2, learningRate: 1e-3, ...overrides };
  const run = new PolicyRun(config, { base, pairs: SHORT_PAIRS, padTokenId: 0 });
  const metrics: StepMetrics[] = [];
  while (!run.done) metrics.push(await run.advance());
  run.dispose();
  return metrics;
}

test.each(["full", "lora"] as const)("WebGPU gives the run that Wasm gives: %s", async (tuning) => {
  const expected = await metricsOn("wasm", { tuning });
  const found = await metricsOn("webgpu", { tuning });
  expect(found).toHaveLength(6);
  for (const [i, { tokens_per_second, ...metrics }] of expected.entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const gap = Math.abs((found[i]?.[name] ?? Number.NaN) - value);
      expect(gap, `${name} of step ${i + 1}: ${found[i]?.[name]}, not ${value}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(value)),
      );
    }
  }
});
