import type { DecoderConfig } from "./config.ts";
import { expectedTensors } from "./names.ts";

/** How many numbers a decoder's tensors hold. A tied head counts once; value heads do not count. */
export function parameterCount(config: DecoderConfig): number {
  let count = 0;
  for (const shape of expectedTensors(config).values()) count += shape.reduce((product, side) => product * side, 1);
  return count;
}

/** Bytes of one weight on a device: 2 (half precision) where the adapter has `shader-f16`. */
export type WeightBytes = 2 | 4;

/**
 * Bytes that generating or scoring takes: weights, keys and values of every row and layer, and the logits of one token
 * a row. They are compared with a device's limits before anything is loaded. A runtime's own needs come on top.
 */
export function inferenceBytes(
  config: DecoderConfig,
  { rows, tokens, weightBytes }: { rows: number; tokens: number; weightBytes: WeightBytes },
): number {
  const { layerCount, kvHeadCount, headDim, vocabSize } = config;
  const cache = 2 * layerCount * kvHeadCount * headDim * rows * tokens;
  return weightBytes * parameterCount(config) + 4 * (cache + rows * vocabSize);
}

/** The size of a batch. */
export interface BatchSize {
  /** Positions that the decoder reads. */
  positions: number;
  /** Pairs of a query and a key in all of its rows. */
  scores: number;
  /** Positions whose keys and values stand before several responses, once for each response. */
  repeated: number;
}

/** The sizes that decide how much memory a training step takes. */
export interface TrainingLoad {
  /** A micro-batch. */
  batch: BatchSize;
  /** Positions whose logits are in memory at once; 0 without text generation. */
  targets: number;
  /** Numbers that the step changes, heads among them; the optimiser keeps two moments for each. */
  trained: number;
  /** Numbers of the decoder that the step only reads. */
  frozen: number;
  /** Whether gradients flow through the layers, or into the heads alone. */
  throughLayers: boolean;
  /** Whether gradients flow into adapters, whose products are held beside those of the layers. */
  adapted: boolean;
  /** Lowest layers that no step computes, because their output is kept (whole graph only). */
  keptLayers: number;
  /** The rows for which the kept layers' output is computed at once, layer by layer. */
  keptBatch: BatchSize;
  /** Whether the step adds up the gradients of several micro-batches. */
  accumulates: boolean;
}

/**
 * Bytes of all arrays in memory at once when a step is computed as one graph. The gradient keeps the results of every
 * layer; new weights and moments are made beside the old ones.
 */
export function wholeGraphBytes(config: DecoderConfig, load: TrainingLoad): number {
  const { batch, trained, frozen, targets, keptLayers, keptBatch } = load;
  const resident = 3 * trained + frozen - (keptLayers > 0 ? embeddingNumbers(config) : 0);
  const optimiser = (load.accumulates ? 6 : 5) * trained;
  const logits = 5 * targets * config.vocabSize;
  const text = targets > 0 ? 2 * headNumbers(config) + logits : 0;
  const states = keptLayers === config.layerCount ? STATE_COPIES * batch.positions * config.hiddenSize : 0;
  const step = optimiser + (config.layerCount - keptLayers) * layerNumbers(config, load) + text + states;
  const below = keptLayers > 0 ? layerNumbers(config, { ...load, batch: keptBatch, throughLayers: false }) : 0;
  return FLOAT * (resident + Math.max(step, below));
}

/**
 * Bytes of all arrays in memory at once when a step is computed layer by layer: the inputs of all layers, and the
 * largest of one layer, the text head and the optimiser. The embeddings stay with the host.
 *
 * @param weightBytes bytes of a number that the step only reads; packed ones have less than one
 */
export function layeredBytes(config: DecoderConfig, load: TrainingLoad, weightBytes: number): number {
  const { batch, trained, frozen, targets } = load;
  const { layerCount, hiddenSize, vocabSize } = config;
  const inputs = batch.positions * hiddenSize * (layerCount + 1);
  const resident = 3 * trained + inputs + (load.accumulates ? trained : 0);
  const head = targets > 0 ? headNumbers(config) : 0;
  const most = Math.max(trained + layerNumbers(config, load), trained + head, 2 * head + 5 * targets * vocabSize);
  return FLOAT * (resident + most) + weightBytes * (frozen - embeddingNumbers(config));
}

/** Bytes of the largest single array of a step; a GPU limits the size of one buffer. */
export function largestArrayBytes(config: DecoderConfig, load: TrainingLoad): number {
  const { batch, targets, keptLayers, keptBatch } = load;
  const largest = (of: keyof BatchSize) => (keptLayers > 0 ? Math.max(batch[of], keptBatch[of]) : batch[of]);
  const scores = largest("scores") * config.headCount;
  const inner = largest("positions") * config.intermediateSize;
  const text = targets > 0 ? Math.max(headNumbers(config), targets * config.vocabSize) : 0;
  return FLOAT * Math.max(scores, inner, text);
}

/** How many arrays of the size of a batch's hidden states a step of the heads alone holds; fitted to measurements. */
const STATE_COPIES = 4;

/** Bytes of a float32: the type of everything trained, and of every number on Wasm. */
const FLOAT = 4;

/**
 * Numbers that the backward program of one layer holds beside its weights. The factors are fitted to the memory that
 * jax-js 0.1.25 took over two dozen shapes of both architectures, and are all within 6 %. The forward program takes a
 * third.
 */
function layerNumbers(config: DecoderConfig, { batch, throughLayers, adapted }: TrainingLoad): number {
  const { hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const projected = 2 * (headCount + kvHeadCount) * headDim;
  const perToken = 32 * hiddenSize + 16 * intermediateSize + 8 * projected;
  const scores = 9 * headCount * batch.scores;
  const repeated = 24 * kvHeadCount * headDim * batch.repeated;
  const weights = parameterCount({ ...config, layerCount: 1 }) - parameterCount({ ...config, layerCount: 0 });
  const numbers = batch.positions * perToken + scores + repeated + 2.5 * weights;
  if (!throughLayers) return numbers / 3;
  return adapted ? numbers : 0.9 * numbers;
}

function headNumbers({ vocabSize, hiddenSize }: DecoderConfig): number {
  return vocabSize * hiddenSize;
}

/** Numbers in the tables of tokens and positions, and in the output embedding if it is untied. */
function embeddingNumbers(config: DecoderConfig): number {
  return parameterCount({ ...config, layerCount: 0 }) - normNumbers(config);
}

/** Numbers in the norm after the last layer. */
export function normNumbers({ architecture, hiddenSize }: DecoderConfig): number {
  return architecture === "gpt2" ? 2 * hiddenSize : hiddenSize;
}
