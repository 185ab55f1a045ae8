import { getWebGPUDevice } from "@jax-js/jax";
import { expect, test } from "vitest";
import { goldenSource } from "../testing/golden.ts";
import { ortWasmPaths } from "../worker/ort-assets.ts";
import { loadCheckpoint } from "./checkpoint/checkpoint.ts";
import { lossBehind } from "./gpu-failure.ts";
import { deviceLoss, openJax } from "./jax.ts";
import { decoderGraph } from "./onnx/decoder-graph.ts";
import { OnnxRuntime } from "./onnx/runtime.ts";

const full = () => new GPUOutOfMemoryError("no memory");

test("an error that a GPU tells nobody in particular ends the device, and is told with sizes", async () => {
  await openJax("webgpu");
  const loss = deviceLoss("webgpu");
  const device = getWebGPUDevice();
  device.createBuffer({ size: 3e6, usage: GPUBufferUsage.STORAGE });
  device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error: full() }));
  const { report } = await loss;
  expect(report.what).toContain("no memory left");
  expect(report.where).toMatch(/beside 3\.\d MB, at a buffer of 3\.0 MB/);
  expect((await lossBehind())?.report).toEqual(report);
});

test("a model for which the GPU has no room is refused with its size, and the open ones stay", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  const graph = decoderGraph(config, weights, null, { logits: true });
  const runtime = await OnnxRuntime.load({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths });
  const first = await runtime.open(graph, []);
  const device = await runtime.library.env.webgpu.device;
  const { popErrorScope } = device;
  device.popErrorScope = async () => {
    await popErrorScope.call(device);
    return full();
  };
  await expect(runtime.open(graph, [])).rejects.toMatchObject({
    report: { what: expect.stringContaining("no memory left"), where: expect.stringMatching(/a model of \d+ MB/) },
  });
  device.popErrorScope = popErrorScope;
  expect(await Promise.race([device.lost, "there"])).toBe("there");
  const second = await runtime.open(graph, []);
  for (const session of [first, second]) await runtime.release(session);
});
