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

/** What a step of training brings into memory. */
export interface TrainingLoad {
  /** Rows of a micro-batch, and tokens they are padded to. */
  rows: number;
  tokens: number;
  /** Positions whose logits are in memory at once; 0 without text generation. */
  targets: number;
  /** Numbers that the step changes, heads among them; each has two moments. */
  trained: number;
  /** Numbers of the decoder that it only reads. */
  frozen: number;
  /** Whether gradients flow through the layers, rather than into the heads alone. */
  throughLayers: boolean;
  /** Whether they flow into adapters, whose products are held beside those of the layers. */
  adapted: boolean;
  /** Layers from below that no step computes, since what comes out of them is kept (whole graph). */
  keptLayers: number;
  /** Rows of which these are computed at once, layer by layer. */
  keptRows: number;
  /** Whether gradients of several micro-batches are added up. */
  accumulates: boolean;
}

/**
 * Bytes of all arrays that a step computed as one graph has in memory at once. The graph's gradient keeps what every
 * layer computes; the new weights and moments come to be beside the old ones.
 */
export function wholeGraphBytes(config: DecoderConfig, load: TrainingLoad): number {
  const { rows, tokens, trained, frozen, targets, keptLayers, keptRows } = load;
  const resident = 3 * trained + frozen - (keptLayers > 0 ? embeddingNumbers(config) : 0);
  const optimiser = (load.accumulates ? 6 : 5) * trained;
  const logits = 5 * targets * config.vocabSize;
  const text = targets > 0 ? 2 * headNumbers(config) + logits : 0;
  const states = keptLayers === config.layerCount ? STATE_COPIES * rows * tokens * config.hiddenSize : 0;
  const step = optimiser + (config.layerCount - keptLayers) * layerNumbers(config, load) + text + states;
  const below = keptLayers > 0 ? layerNumbers(config, { ...load, rows: keptRows, throughLayers: false }) : 0;
  return FLOAT * (resident + Math.max(step, below));
}

/**
 * The same of a step computed layer by layer: the inputs of all layers, and what one layer, the text head or the
 * optimiser takes, whichever is most. The embeddings stay with the host.
 *
 * @param weightBytes of a number that is only read
 */
export function layeredBytes(config: DecoderConfig, load: TrainingLoad, weightBytes: WeightBytes): number {
  const { rows, tokens, trained, frozen, targets } = load;
  const { layerCount, hiddenSize, vocabSize } = config;
  const inputs = rows * tokens * hiddenSize * (layerCount + 1);
  const resident = 3 * trained + inputs + (load.accumulates ? trained : 0);
  const head = targets > 0 ? headNumbers(config) : 0;
  const most = Math.max(trained + layerNumbers(config, load), trained + head, 2 * head + 5 * targets * vocabSize);
  return FLOAT * (resident + most) + weightBytes * (frozen - embeddingNumbers(config));
}

/** Bytes of the largest single array of a step, which a GPU has a limit of its own for. */
export function largestArrayBytes(config: DecoderConfig, load: TrainingLoad): number {
  const { tokens, targets, keptLayers, keptRows } = load;
  const rows = keptLayers > 0 ? Math.max(load.rows, keptRows) : load.rows;
  const scores = rows * config.headCount * tokens ** 2;
  const inner = rows * tokens * config.intermediateSize;
  const text = targets > 0 ? Math.max(headNumbers(config), targets * config.vocabSize) : 0;
  return FLOAT * Math.max(scores, inner, text);
}

/** Arrays as large as the hidden states of a batch that a step of the heads alone has: fitted like the rest. */
const STATE_COPIES = 4;

/** float32: what is trained, and on Wasm all that there is. */
const FLOAT = 4;

/**
 * Numbers that the backward program of one layer holds beside its weights. The factors are fitted to what jax-js 0.1.25
 * was seen to hold over two dozen shapes of both architectures, all within 6 %; the forward program takes a third.
 */
function layerNumbers(config: DecoderConfig, { rows, tokens, throughLayers, adapted }: TrainingLoad): number {
  const { hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const projected = 2 * (headCount + kvHeadCount) * headDim;
  const perToken = 32 * hiddenSize + 16 * intermediateSize + 8 * projected;
  const scores = 9 * headCount * tokens ** 2;
  const weights = parameterCount({ ...config, layerCount: 1 }) - parameterCount({ ...config, layerCount: 0 });
  const numbers = rows * (tokens * perToken + scores) + 2.5 * weights;
  if (!throughLayers) return numbers / 3;
  return adapted ? numbers : 0.9 * numbers;
}

function headNumbers({ vocabSize, hiddenSize }: DecoderConfig): number {
  return vocabSize * hiddenSize;
}

/** Tables of tokens and positions, and the output embedding where it is another. */
function embeddingNumbers(config: DecoderConfig): number {
  return parameterCount({ ...config, layerCount: 0 }) - normNumbers(config);
}

/** The norm after the last layer. */
export function normNumbers({ architecture, hiddenSize }: DecoderConfig): number {
  return architecture === "gpt2" ? 2 * hiddenSize : hiddenSize;
}
