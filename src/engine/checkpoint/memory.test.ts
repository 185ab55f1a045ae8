import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { inferenceBytes, parameterCount } from "./memory.ts";

const smolLm2 = parseConfig({
  model_type: "llama",
  vocab_size: 49152,
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  max_position_embeddings: 8192,
  tie_word_embeddings: true,
});

test("counts what the hub says SmolLM2-135M has", () => {
  expect(parameterCount(smolLm2)).toBe(134_515_008);
});

test("memory is weights, keys and values, and one row of logits a sequence", () => {
  const size = { rows: 2, tokens: 10, weightBytes: 2 } as const;
  // 30 layers × keys and values × 3 heads of 64 × 2 rows × 10 tokens, and 2 × 49,152 logits, in float32.
  expect(inferenceBytes(smolLm2, size)).toBe(2 * 134_515_008 + 4 * (30 * 2 * 3 * 64 * 20 + 2 * 49152));
  expect(inferenceBytes(smolLm2, { ...size, weightBytes: 4 })).toBeGreaterThan(4 * 134_515_008);
});
