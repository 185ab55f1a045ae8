import { getWebGPUDevice } from "@jax-js/jax";
import { expect, test } from "vitest";
import { goldenSource } from "../testing/golden.ts";
import { expectSameRun, LORA_RUN, SHORT_PAIRS } from "../testing/short-runs.ts";
import { loadCheckpoint } from "./checkpoint/checkpoint.ts";
import type { Backend } from "./device.ts";
import { openJax } from "./jax.ts";
import { RewardRun } from "./training/reward-run.ts";
import type { StepMetrics } from "./training/trainer.ts";

/** The number of submits that reach the GPU, and the number that jax-js makes. */
const counted = { sent: 0, submitted: 0 };
const { submit } = GPUQueue.prototype;
GPUQueue.prototype.submit = function (...given) {
  counted.sent += 1;
  return submit.apply(this, given);
};
async function run(backend: Backend, afterStep: () => void): Promise<StepMetrics[]> {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const own = new RewardRun(LORA_RUN, { base, pairs: SHORT_PAIRS, heldOut: [], padTokenId: 0 });
  const metrics: StepMetrics[] = [];
  while (!own.done) {
    metrics.push(await own.advance());
    afterStep();
  }
  own.dispose();
  return metrics;
}

test("a step goes out to the GPU in at most 5 submits, and comes to the same numbers", async () => {
  const expected = await run("wasm", () => {});
  await openJax("webgpu");
  const { queue } = getWebGPUDevice();
  const collect = queue.submit;
  queue.submit = (buffers) => {
    counted.submitted += 1;
    return collect.call(queue, buffers);
  };
  const steps: (typeof counted)[] = [];
  const found = await run("webgpu", () => {
    steps.push({ ...counted });
    Object.assign(counted, { sent: 0, submitted: 0 });
  });
  expectSameRun(found, expected);
  const last = steps.at(-1) as typeof counted;
  expect(last.sent).toBeLessThanOrEqual(5);
  // If jax-js submitted as rarely by itself, coalesced-submits.ts could go.
  expect(last.submitted).toBeGreaterThan(100);
});
