import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { demands, shortage } from "./fit.ts";

const llama = (sizes: object) =>
  parseConfig({ model_type: "llama", vocab_size: 49152, tie_word_embeddings: true, ...sizes });
const smollm135 = llama({
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
});
const smollm360 = llama({
  hidden_size: 960,
  intermediate_size: 2560,
  num_hidden_layers: 32,
  num_attention_heads: 15,
  num_key_value_heads: 5,
});
const qwen = parseConfig({
  model_type: "qwen2",
  vocab_size: 151936,
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
  tie_word_embeddings: true,
});
const wasm = { backend: "wasm", limits: null } as const;
const gpu = (maxStorageBufferBindingSize: number) =>
  ({ backend: "webgpu", limits: { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize } }) as const;

test("on Wasm a policy of 361 M parameters has room, as was measured; one of 494 M is more than ONNX Runtime reads", () => {
  expect(shortage(demands(smollm135, wasm, { logits: true }))).toBeNull();
  expect(shortage(demands(smollm360, wasm, { logits: true }))).toBeNull();
  const [graph] = demands(qwen, wasm, { logits: true });
  // Embedding and language-model head are one tensor, and two in the graph.
  expect(graph?.needed).toBe(4 * (494_032_768 + 151936 * 896));
  expect(shortage(demands(qwen, wasm, { logits: true }))?.what).toContain("one ONNX model");
});

test("on a GPU the largest tensor has to fit one buffer; a judge carries no language-model head", () => {
  const embedding = 4 * 49152 * 960;
  expect(shortage(demands(smollm360, gpu(embedding), { logits: true }))).toBeNull();
  expect(shortage(demands(smollm360, gpu(embedding - 1), { logits: true }))).toMatchObject({ needed: embedding });
  const [judge] = demands(smollm360, wasm, { logits: false });
  const [policy] = demands(smollm360, wasm, { logits: true });
  expect((policy?.needed as number) - (judge?.needed as number)).toBe(embedding);
});
