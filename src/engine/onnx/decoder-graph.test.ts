import { expect, test } from "vitest";
import { goldenFiles, goldenSource } from "../../testing/golden.ts";
import { describeOnnxDecoder } from "../../testing/onnx-decoder-suite.ts";
import { describeSplitModel } from "../../testing/split-suite.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { memorySource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { decoderGraph } from "./decoder-graph.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { openSession } from "./session.ts";
import { denseBatch } from "./token-batch.ts";

const wasm = { backend: "wasm", threads: 1 } as const;

describeOnnxDecoder(wasm, "fresh");
describeOnnxDecoder(wasm, "present", ["llama"]);

test("GPT-2 weights saved under a prefix give the same graph", async () => {
  const files = await goldenFiles("gpt2");
  const graph = async () => {
    const { config, weights } = await loadCheckpoint(memorySource(files));
    return decoderGraph(config, weights, null, { logits: true });
  };
  const plain = await graph();
  files.set("model.safetensors", files.get("model_prefixed.safetensors") as Uint8Array);
  const prefixed = await graph();
  expect(prefixed.every((byte, i) => byte === plain[i])).toBe(true);
});

describeSplitModel(wasm, ["qwen2", "qwen3", "gpt2"]);

test("a graph with its weights in it has 2 GB at most", () => {
  const g = new GraphBuilder("large");
  g.floats({ shape: [2 ** 29], data: () => new Float32Array(0) });
  expect(() => g.encode()).toThrow(/too large for one ONNX file/);
});

test.each(["llama", "gpt2"])(
  "the last positions of %s have the same logits alone as among all, to the bit",
  async (name) => {
    const { config, weights } = await loadCheckpoint(await goldenSource(name));
    const session = await openSession(decoderGraph(config, weights, null, { logits: true }), config, wasm);
    const [length, kept] = [5, 2];
    const batch = denseBatch(2, [3, 4, 5, 6, 7, 7, 6, 5, 4, 3], 0);
    const all = (await session.run(batch, null)).logits as Float32Array;
    const { logits } = await session.run(batch, null, kept);
    const ofRow = (row: number) =>
      all.slice((row * length + length - kept) * config.vocabSize, (row + 1) * length * config.vocabSize);
    expect([...(logits ?? [])]).toEqual([...ofRow(0), ...ofRow(1)]);
    await session.release();
  },
);

test("a reward model's graph leaves the logits out", async () => {
  const { config, weights, valueHead } = await loadCheckpoint(await goldenSource("qwen2"));
  const session = await openSession(decoderGraph(config, weights, valueHead, { logits: false }), config, wasm);
  const { logits, rewards } = await session.run(denseBatch(1, [3, 4], 0), null);
  expect(logits).toBeNull();
  expect(rewards).toHaveLength(2);
  await session.release();
});

test("no rewards without a value head", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  expect(() => decoderGraph(config, weights, null, { logits: false })).toThrow(/no value head/);
});

test("a tensor that is not there is named", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  weights.delete("model.layers.1.mlp.up_proj.weight");
  expect(() => decoderGraph(config, weights, null, { logits: true })).toThrow(/tensor model\.layers\.1\.mlp\.up_proj/);
});

test("what ONNX Runtime refuses is an error for a person", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  await expect(openSession(Uint8Array.of(1, 2, 3), config, wasm)).rejects.toThrow(PlaygroundError);
  const session = await openSession(decoderGraph(config, weights, null, { logits: true }), config, wasm);
  const batch = { ...denseBatch(1, [3, 4], 0), inputIds: [3, config.vocabSize] };
  await expect(session.run(batch, null)).rejects.toThrow(PlaygroundError);
  expect((await session.run(denseBatch(1, [3, 4], 0), null)).logits).toHaveLength(2 * config.vocabSize);
  await session.release();
});

test("runs that overlap take turns", async () => {
  const { config, weights } = await loadCheckpoint(await goldenSource("llama"));
  const open = () => openSession(decoderGraph(config, weights, null, { logits: true }), config, wasm);
  const [one, two] = await Promise.all([open(), open()]);
  const outputs = await Promise.all([one, two, one].map((session) => session.run(denseBatch(1, [3, 4, 5], 0), null)));
  expect(outputs[1]?.logits).toEqual(outputs[0]?.logits);
  expect(outputs[2]?.logits).toEqual(outputs[0]?.logits);
  await Promise.all([one.release(), two.release()]);
});
