import { expect, test } from "vitest";
import { QWEN3_0_6B } from "../../testing/qwen3.ts";
import { SMOLLM2_135M } from "../../testing/smollm2.ts";
import { parseConfig } from "./config.ts";
import { demands, exportedDemands, shortage } from "./fit.ts";

const llama = (sizes: object) =>
  parseConfig({ model_type: "llama", vocab_size: 49152, tie_word_embeddings: true, ...sizes });
const smollm135 = parseConfig(SMOLLM2_135M);
const smollm360 = llama({
  hidden_size: 960,
  intermediate_size: 2560,
  num_hidden_layers: 32,
  num_attention_heads: 15,
  num_key_value_heads: 5,
});
const qwen25 = parseConfig({
  model_type: "qwen2",
  vocab_size: 151936,
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
  tie_word_embeddings: true,
});
const qwen3 = parseConfig(QWEN3_0_6B);
const llama1b = llama({
  vocab_size: 128256,
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
});
const wasm = { backend: "wasm", limits: null } as const;
const gpu = (maxStorageBufferBindingSize: number) =>
  ({ backend: "webgpu", limits: { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize } }) as const;

const needed = (config: typeof qwen25, logits = true) => demands(config, wasm, { logits })[0]?.needed as number;

test("on Wasm policies up to Qwen3-0.6B have room, as was measured; one of 1.2 G parameters has none", () => {
  for (const config of [smollm135, smollm360, qwen25, qwen3]) {
    expect(shortage(demands(config, wasm, { logits: true }))).toBeNull();
  }
  // Heaps in MB after a text of 128 tokens, weights packed and as they are.
  expect(needed(smollm135)).toBeGreaterThan(864 * 2 ** 20);
  expect(needed(qwen25)).toBeGreaterThan(2084 * 2 ** 20);
  expect(needed(qwen3)).toBeGreaterThan(2548 * 2 ** 20);
  expect(shortage(demands(llama1b, wasm, { logits: true }))?.what).toContain("Wasm");
});

test("a judge carries no language-model head; one that is tied to the table of tokens takes nothing anyway", () => {
  expect(needed(qwen25, false)).toBe(needed(qwen25));
  const untied = { ...qwen25, tiedHead: false };
  expect(needed(untied, false)).toBe(needed(qwen25));
  expect(needed(untied)).toBeGreaterThan(needed(qwen25) + 4 * 151936 * 896);
});

test("on a GPU the largest tensor has to fit one buffer", () => {
  const embedding = 4 * 49152 * 960;
  expect(shortage(demands(smollm360, gpu(embedding), { logits: true }))).toBeNull();
  expect(shortage(demands(smollm360, gpu(embedding - 1), { logits: true }))).toMatchObject({ needed: embedding });
});

test("an exported graph is in the heap more than once while it is opened, what lies beside it is not", () => {
  const files = [
    { path: "onnx/model_q4.onnx", size: 10 ** 9 },
    { path: "onnx/model.onnx", size: 10 ** 6 },
    { path: "onnx/model.onnx_data", size: 10 ** 9 },
  ];
  const demand = (precision: "q4" | "fp32", graph: string, data: string[]) =>
    exportedDemands(qwen25, { precision, graph, data }, files)[0]?.needed as number;
  // A graph of 514 MiB with its weights inside was measured to take 1,351 MiB.
  expect(demand("q4", "onnx/model_q4.onnx", [])).toBeGreaterThan((1351 / 514) * 10 ** 9);
  expect(demand("fp32", "onnx/model.onnx", ["onnx/model.onnx_data"])).toBeLessThan(2.1 * 10 ** 9);
});
