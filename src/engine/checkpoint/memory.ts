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
  const below = keptLayers > 0 ? forwardNumbers(config, keptBatch) : 0;
  return FLOAT * (resident + Math.max(step, below));
}

/**
 * Bytes of all arrays in memory at once when a step is computed layer by layer: the inputs of all layers, and the
 * largest of one layer, the text head and the optimiser. The embeddings stay with the host.
 *
 * @param weightBytes bytes of a number that the step only reads; packed ones have less than one
 * @param recorded layers whose inside is kept for the backward pass
 */
export function layeredBytes(config: DecoderConfig, load: TrainingLoad, weightBytes: number, recorded: number): number {
  const { batch, trained, frozen, targets } = load;
  const { layerCount, hiddenSize, vocabSize } = config;
  const inputs = batch.positions * hiddenSize * (layerCount + 1);
  const resident = 3 * trained + inputs + (load.accumulates ? trained : 0);
  const head = targets > 0 ? headNumbers(config) : 0;
  const inside = batch.positions * insideNumbers(config);
  const text = 2 * head + 5 * targets * vocabSize;
  const layer = sublayerNumbers(config, load);
  const most = Math.max(
    recorded * inside + trained + layer.recorded,
    recorded < layerCount ? trained + layer.again + inside : 0,
    trained + head,
    recorded * inside + text,
  );
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
 * Numbers that the gradient of a whole graph holds of one layer beside its weights. The factors are fitted to the memory
 * that jax-js 0.1.25 took over fifty shapes of both architectures, pairs of up to 512 tokens with shared prompts, and are all within 8 %.
 */
function layerNumbers(config: DecoderConfig, { batch, adapted }: TrainingLoad): number {
  const { hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const projected = 2 * (headCount + kvHeadCount) * headDim;
  const perToken = 38 * hiddenSize + 17.6 * intermediateSize + 9.3 * projected;
  const scores = 6.6 * headCount * batch.scores;
  const weights = parameterCount({ ...config, layerCount: 1 }) - parameterCount({ ...config, layerCount: 0 });
  const numbers = batch.positions * perToken + scores + 2.5 * weights;
  return adapted ? numbers : 0.912 * numbers;
}

/**
 * Arrays that the backward program of a sub-layer holds at once, counted in arrays of a number for each position and each
 * element of a hidden state, of the queries and keys or of the inner layer, and in copies of the sub-layer's weights.
 */
interface SublayerArrays {
  attention: { hidden: number; projected: number; weights: number };
  feedForward: { hidden: number; inner: number; weights: number };
  /** Further arrays of the inner layer where the projections are not recorded. */
  again: number;
}

/**
 * Fitted to the memory that jax-js 0.1.25 took over forty shapes, pairs of up to 512 tokens with shared prompts, within 8 %, for gradients of adapters and for those of
 * whole weights.
 */
const SUBLAYER_ARRAYS: Record<"llama" | "gpt2", { adapters: SublayerArrays; weights: SublayerArrays }> = {
  llama: {
    adapters: {
      attention: { hidden: 26.5, projected: 9, weights: 2.5 },
      feedForward: { hidden: 12, inner: 13, weights: 0 },
      again: 6.5,
    },
    weights: {
      attention: { hidden: 11, projected: 9, weights: 5 },
      feedForward: { hidden: 8, inner: 9, weights: 2 },
      again: 5,
    },
  },
  gpt2: {
    adapters: {
      attention: { hidden: 25.5, projected: 12, weights: 1.7 },
      feedForward: { hidden: 11, inner: 13.5, weights: 0.2 },
      again: 3.5,
    },
    weights: {
      attention: { hidden: 18, projected: 12, weights: 3.5 },
      feedForward: { hidden: 9, inner: 12, weights: 2 },
      again: 2.5,
    },
  },
};

/** Arrays of scores that the backward program of attention holds at once. */
const SCORE_ARRAYS = 7.4;

/**
 * Numbers that the larger of a layer's two backward programs holds beside its weights, where its projections are recorded
 * and where they are computed again.
 */
function sublayerNumbers(config: DecoderConfig, load: TrainingLoad): { recorded: number; again: number } {
  const { batch, throughLayers, adapted } = load;
  if (!throughLayers) {
    const forward = forwardNumbers(config, batch);
    return { recorded: forward, again: forward };
  }
  const { architecture, hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const arrays = SUBLAYER_ARRAYS[architecture === "gpt2" ? "gpt2" : "llama"][adapted ? "adapters" : "weights"];
  const weights = sublayerWeights(config);
  const perToken =
    arrays.attention.hidden * hiddenSize + arrays.attention.projected * (headCount + kvHeadCount) * headDim;
  const attention =
    batch.positions * perToken + SCORE_ARRAYS * headCount * batch.scores + arrays.attention.weights * weights.attention;
  const inner = batch.positions * intermediateSize;
  const feedForward =
    arrays.feedForward.hidden * batch.positions * hiddenSize +
    arrays.feedForward.inner * inner +
    arrays.feedForward.weights * weights.feedForward;
  return {
    recorded: Math.max(attention, feedForward),
    again: Math.max(attention, feedForward + arrays.again * inner),
  };
}

/** Numbers that the larger of a layer's two forward programs holds beside its weights; fitted like the backward ones. */
function forwardNumbers(config: DecoderConfig, { positions, scores }: BatchSize): number {
  const { hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const attention =
    8.4 * positions * (headCount + kvHeadCount) * headDim +
    3.1 * headCount * scores +
    1.4 * sublayerWeights(config).attention;
  return Math.max(attention, positions * (3 * hiddenSize + 5 * intermediateSize));
}

/** Numbers in the matrices of each sub-layer. */
function sublayerWeights(config: DecoderConfig): { attention: number; feedForward: number } {
  const { architecture, hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  return {
    attention: 2 * hiddenSize * (headCount + kvHeadCount) * headDim,
    feedForward: (architecture === "gpt2" ? 2 : 3) * hiddenSize * intermediateSize,
  };
}

/** Numbers that are kept of the inside of a layer for each position: the projections of its sub-layers, and what is between these. */
function insideNumbers(config: DecoderConfig): number {
  const { architecture, hiddenSize, intermediateSize, headCount, kvHeadCount, headDim } = config;
  const spread = (architecture === "gpt2" ? 1 : 2) * intermediateSize;
  return (headCount + 2 * kvHeadCount) * headDim + hiddenSize + spread;
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
