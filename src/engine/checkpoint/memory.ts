import type { DecoderConfig } from "./config.ts";
import { expectedTensors } from "./names.ts";

/** Numbers in a decoder's tensors, a tied head counted once; value heads are not among them. */
export function parameterCount(config: DecoderConfig): number {
  let count = 0;
  for (const shape of expectedTensors(config).values()) count += shape.reduce((product, side) => product * side, 1);
  return count;
}

/** Bytes a number takes on a device: half precision where the adapter has `shader-f16`. */
export type WeightBytes = 2 | 4;

/**
 * Bytes that generating or scoring takes, to be held against a device's limits before anything is loaded: weights, keys
 * and values of every row and layer, and the logits of one token a row. What a runtime itself needs comes on top.
 */
export function inferenceBytes(
  config: DecoderConfig,
  { rows, tokens, weightBytes }: { rows: number; tokens: number; weightBytes: WeightBytes },
): number {
  const { layerCount, kvHeadCount, headDim, vocabSize } = config;
  const cache = 2 * layerCount * kvHeadCount * headDim * rows * tokens;
  return weightBytes * parameterCount(config) + 4 * (cache + rows * vocabSize);
}
