import { expect, test } from "vitest";
import { findDevice } from "../../cli/device.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { expectSameRun, LORA_RUN, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { floatToHalf, halfToFloat } from "../checkpoint/float16.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { inSinglePrecision, type Precision, toHalfParameters } from "../decoder/half-precision.ts";
import { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, toWeights } from "../decoder/parameters.ts";
import type { Backend } from "../device.ts";
import { memoryLimits, openJax } from "../jax.ts";
import { rewardModelOptions } from "./reward-model.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { type StepMetrics, Trainer } from "./trainer.ts";

const device = await findDevice("auto");
if (device.backend === "webgpu") await openJax("webgpu");
const f16 = device.backend === "webgpu" && memoryLimits().f16;

/** @param prepare changes each frozen tensor before it goes to the device */
async function layeredRun(backend: Backend, frozenAs: Precision, prepare: (tensor: Tensor) => Tensor = (x) => x) {
  await openJax(backend);
  const base = await loadCheckpoint(await goldenSource("llama"));
  const { trained, frozen } = startingWeights(base, LORA_RUN);
  const weights = new Map(frozen);
  for (const [name, tensor] of LayeredDecoder.onDevice(frozen)) weights.set(name, prepare(tensor));
  const census = startCensus(backend);
  const options = { ...rewardModelOptions(LORA_RUN, base.config, SHORT_PAIRS, 0), path: "layered" as const, frozenAs };
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

test.skipIf(!f16)("with weights in half precision a run is that of the rounded weights, in less memory", async () => {
  const half = await layeredRun("webgpu", "float16");
  const single = await layeredRun("webgpu", "float32");
  const wasm = await layeredRun("wasm", "float32", rounded);
  expectSameRun(half.metrics, wasm.metrics);
  const losses = ({ metrics }: typeof half) => metrics.map(({ loss }) => loss);
  expect(losses(half)).not.toEqual(losses(single));
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
