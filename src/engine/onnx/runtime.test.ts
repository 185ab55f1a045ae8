import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openJax } from "../jax.ts";
import { decoderGraph } from "./decoder-graph.ts";
import { openSession } from "./session.ts";
import { denseBatch } from "./token-batch.ts";

test("a model for which there is no room beside those that are open is refused, and they go on", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  const graph = decoderGraph(config, weights, null, { logits: true });
  const open = (size: number) => {
    // A file that belongs to no weight is never read.
    const unread = { path: "unread", size, bytes: () => new Uint8Array() };
    return openSession({ graph, weights: [unread] }, config, { backend: "wasm", threads: 1 });
  };
  await expect(open(4.5e9)).rejects.toThrow(/no room.*at most 4295 MB, found 4725 MB/);
  const first = await open(2.5e9);
  await expect(open(2.5e9)).rejects.toThrow(/beside open models, which take 2625 MB/);
  expect((await first.run(denseBatch(1, [3, 4], 0), null)).logits).toHaveLength(2 * config.vocabSize);
  await first.release();
  await (await open(2.5e9)).release();
});

test("under Node, jax-js goes on computing once ONNX Runtime has started", async () => {
  await openJax("wasm");
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  const graph = decoderGraph(config, weights, null, { logits: true });
  const session = await openSession(graph, config, { backend: "wasm", threads: 1 });
  expect(typeof Worker).toBe("undefined");
  expect(await np.array([1, 2]).add(1).jsAsync()).toEqual([2, 3]);
  await session.release();
});
