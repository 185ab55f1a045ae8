import { expect, test } from "vitest";
import { findDevice } from "../../cli/device.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { floatToHalf, halfToFloat } from "../checkpoint/float16.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { inSinglePrecision, type Precision, toHalfParameters } from "../decoder/half-precision.ts";
import { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, toWeights } from "../decoder/parameters.ts";
import type { Backend } from "../device.ts";
import { memoryLimits, openJax } from "../jax.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { type StepMetrics, Trainer } from "./trainer.ts";

const device = await findDevice("auto");
if (device.backend === "webgpu") await openJax("webgpu");
const f16 = device.backend === "webgpu" && memoryLimits().f16;

const config: RewardModelConfig = {
  ...REWARD_MODEL_DEFAULTS,
  method: "icrm",
  tuning: "lora",
  loraRank: 2,
  loraAlpha: 2,
  batchSize: 2,
  steps: 3,
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

/** @param prepare what to do to each frozen tensor that goes to the device */
async function layeredRun(backend: Backend, frozenAs: Precision, prepare: (tensor: Tensor) => Tensor = (x) => x) {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const { trained, frozen } = startingWeights(base, config);
  const weights = new Map(frozen);
  for (const [name, tensor] of LayeredDecoder.onDevice(frozen)) weights.set(name, prepare(tensor));
  const census = startCensus(backend);
  const options = { ...rewardModelOptions(config, base.config, pairs, 0), path: "layered" as const, frozenAs };
  const run = Trainer.start(trained, options, weights);
  const metrics: StepMetrics[] = [];
  const bytes: number[] = [];
  while (!run.done) {
    metrics.push(await run.advance());
    bytes.push(census.bytes());
  }
  run.dispose();
  const left = census.arrays();
  census.stop();
  return { metrics, bytes, left };
}

const rounded = ({ shape, data }: Tensor): Tensor => ({ shape, data: halfToFloat(floatToHalf(data)) });

function expectSameRun(found: StepMetrics[], expected: StepMetrics[], tolerance: number): void {
  expect(found).toHaveLength(config.steps);
  for (const [i, { tokens_per_second, ...metrics }] of expected.entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const gap = Math.abs((found[i]?.[name] ?? Number.NaN) - value);
      expect(gap, `${name} of step ${i + 1}: ${found[i]?.[name]}, not ${value}`).toBeLessThan(
        tolerance * Math.max(1, Math.abs(value)),
      );
    }
  }
}

test.skipIf(!f16)("with weights in half precision a run is that of the rounded weights, in less memory", async () => {
  const half = await layeredRun("webgpu", "float16");
  const single = await layeredRun("webgpu", "float32");
  const wasm = await layeredRun("wasm", "float32", rounded);
  expectSameRun(half.metrics, wasm.metrics, 1e-4);
  expect(half.metrics).not.toEqual(single.metrics);
  expect(half.bytes[0]).toBeLessThan(single.bytes[0] as number);
  expect(new Set(half.bytes).size).toBe(1);
  expect(half.left).toBe(0);
});

test.skipIf(!f16)("a tensor with a number that half precision has not stays as it is", async () => {
  await openJax("webgpu");
  const small = { shape: [2], data: Float32Array.of(0.1, 65504) };
  const large = { shape: [2], data: Float32Array.of(0.1, 70000) };
  const params = toHalfParameters(new Map(Object.entries({ small, large })));
  expect([params.small?.dtype, params.large?.dtype]).toEqual(["float16", "float32"]);
  const single = inSinglePrecision(params);
  const found = await toWeights(single);
  disposeParameters(single);
  expect(found.get("small")?.data).toEqual(rounded(small).data);
  expect(found.get("large")?.data).toEqual(large.data);
});
