import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import type { InnerLayer, ValueHead } from "../checkpoint/value-head.ts";
import { PlaygroundError } from "../errors.ts";
import {
  type AttentionContext,
  attentionMask,
  keysApart,
  maskInput,
  outputFresh,
  rotaryTableNodes,
} from "./attention.ts";
import { gpt2Trunk } from "./gpt2-trunk.ts";
import { GraphBuilder, type OnnxModel } from "./graph-builder.ts";
import type { CacheForm } from "./kv-cache.ts";
import { llamaTrunk } from "./llama-trunk.ts";
import { tokenTable } from "./token-table.ts";
import { GraphWeights } from "./weights.ts";

/** More positions than any row has: the end of a slice that has none. */
const MOST_POSITIONS = 2 ** 31 - 1;

/**
 * A decoder as an ONNX model with a key/value cache, under the names that exported models use.
 *
 * Inputs: `input_ids`, `position_ids` [B, S], `attention_mask` [B, past + S] (int64; 1 = visible key),
 * `past_key_values.N.key` / `.value` [B, kvHeadCount, past, headDim]; with logits, `num_logits_to_keep` [] (int64): how
 * many last positions get them, or 0 for all S.
 * Outputs: `present.N.key` / `.value` [B, kvHeadCount, past + S, headDim]; `logits` [B, kept, vocabSize] unless left out;
 * `rewards` [B, S] with a value head.
 * Query i sees key j iff j ≤ past + i and attention_mask[j] = 1; a query that sees no key gives finite numbers.
 *
 * @param options.logits false for a reward model, which saves the largest matrix product
 * @throws PlaygroundError if a tensor is missing, or if the graph would output nothing but a cache
 */
export function decoderGraph(
  config: DecoderConfig,
  weights: ReadonlyMap<string, Tensor>,
  valueHead: ValueHead | null,
  options: { logits: boolean },
): Uint8Array {
  return builtDecoder(config, weights, valueHead, { ...options, cache: "present" }).encode();
}

/**
 * The decoder's ONNX model with its weights in separate files, to be opened here: one file holds 2 GB at most.
 * @param options.cache the form of its cache: `present`, as of `decoderGraph`, or `fresh` (kv-cache.ts)
 */
export function decoderModel(
  config: DecoderConfig,
  weights: ReadonlyMap<string, Tensor>,
  valueHead: ValueHead | null,
  options: { logits: boolean; cache: CacheForm },
): OnnxModel {
  return builtDecoder(config, weights, valueHead, options).encodeSplit();
}

function builtDecoder(
  config: DecoderConfig,
  weights: ReadonlyMap<string, Tensor>,
  valueHead: ValueHead | null,
  options: { logits: boolean; cache: CacheForm },
): GraphBuilder {
  if (!options.logits && !valueHead) {
    throw new PlaygroundError({
      what: "The checkpoint has no value head, so it gives no rewards",
      expected: "value_head.safetensors, v_head.summary.* or score.weight",
      fix: "Pick a reward model, or train one from this checkpoint.",
    });
  }
  const g = new GraphBuilder(config.architecture);
  const graphWeights = new GraphWeights(weights);
  const inputIds = g.input("input_ids", "int64", ["batch_size", "length"]);
  const isApart = options.cache === "fresh";
  const context: AttentionContext = {
    mask: isApart ? maskInput(g, config) : attentionMask(g, config, inputIds),
    apart: isApart ? keysApart(g, config, inputIds) : null,
    positionIds: g.input("position_ids", "int64", ["batch_size", "length"]),
    rotary: config.ropeTheta === null ? null : rotaryTableNodes(g, config, config.ropeTheta),
  };
  const { embedded, head } = tokenTable(g, config, graphWeights, inputIds, options);
  const trunk = config.architecture === "gpt2" ? gpt2Trunk : llamaTrunk;
  const hidden = trunk(g, config, graphWeights, embedded, context);
  if (context.apart) outputFresh(g, config, context.apart);
  if (head) {
    g.node("MatMul", [lastPositions(g, hidden), head], {}, "logits");
    g.output("logits", "float", ["batch_size", "kept", config.vocabSize]);
  }
  if (valueHead) rewardHead(g, config, valueHead, hidden);
  return g;
}

/** The last `num_logits_to_keep` positions of [B, S, hiddenSize]: from −n on, which is the first one for n = 0. */
function lastPositions(g: GraphBuilder, hidden: string): string {
  const count = g.node("Reshape", [g.input("num_logits_to_keep", "int64", []), g.integers(1)]);
  return g.node("Slice", [hidden, g.node("Neg", [count]), g.integers(MOST_POSITIONS), g.integers(1)]);
}

function rewardHead(
  g: GraphBuilder,
  { hiddenSize }: DecoderConfig,
  { weight, bias, inner }: ValueHead,
  hidden: string,
): void {
  const read = inner ? innerLayer(g, inner, hiddenSize, hidden) : hidden;
  const product = g.node("MatMul", [read, g.floats({ shape: [weight.length, 1], data: () => weight })]);
  const rewards = g.node("Add", [product, g.float(bias)]);
  g.node("Squeeze", [rewards, g.integers(2)], {}, "rewards");
  g.output("rewards", "float", ["batch_size", "length"]);
}

/** relu(hidden · weightᵀ + bias) */
function innerLayer(g: GraphBuilder, { weight, bias }: InnerLayer, hiddenSize: number, hidden: string): string {
  const matrix = g.floats({ shape: [bias.length, hiddenSize], data: () => weight });
  const product = g.node("MatMul", [hidden, g.node("Transpose", [matrix], { perm: { ints: [1, 0] } })]);
  return g.node("Relu", [g.node("Add", [product, g.floats({ shape: [bias.length], data: () => bias })])]);
}
