import { expect, test } from "vitest";
import { SMOLLM2_135M } from "../../testing/smollm2.ts";
import { parseConfig } from "./config.ts";
import { inferenceBytes, parameterCount } from "./memory.ts";

const smolLm2 = parseConfig(SMOLLM2_135M);

test("counts what the hub says SmolLM2-135M has", () => {
  expect(parameterCount(smolLm2)).toBe(134_515_008);
});

test("memory is weights, keys and values, and one row of logits a sequence", () => {
  const size = { rows: 2, tokens: 10, weightBytes: 2 } as const;
  // 30 layers × keys and values × 3 heads of 64 × 2 rows × 10 tokens, and 2 × 49,152 logits, in float32.
  expect(inferenceBytes(smolLm2, size)).toBe(2 * 134_515_008 + 4 * (30 * 2 * 3 * 64 * 20 + 2 * 49152));
  expect(inferenceBytes(smolLm2, { ...size, weightBytes: 4 })).toBeGreaterThan(4 * 134_515_008);
});
