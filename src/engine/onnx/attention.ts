import type { DecoderConfig } from "../checkpoint/config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { type CacheNames, cacheNames } from "./kv-cache.ts";

/**
 * Names of the values that all layers of a decoder graph share. B rows, S new positions, T = past + S positions in the
 * buffer.
 */
export interface AttentionContext {
  /** Additive mask, [B, 1, group · S, T]: 0 where a query sees a key, otherwise HIDDEN. */
  mask: string;
  positionIds: string;
  rotary: RotaryTables | null;
}

/** cos and sin of position · θ^(−2j/headDim), each [contextLength, headDim/2]. */
export interface RotaryTables {
  cos: string;
  sin: string;
}

/**
 * Weights of the norms of queries and keys over headDim (Qwen3), [headDim] each; the query's weight carries 1/√headDim.
 */
export interface HeadNorms {
  query: string;
  key: string;
}

// Finite, so that a query that sees no key averages over all keys instead of giving NaN. In float32 this number
// swallows any score, and e^HIDDEN is exactly 0 beside a visible key.
const HIDDEN = -1e9;

/** The factor 1/√headDim, which is multiplied into the query weights to save a node in every layer. */
export function queryScale(config: DecoderConfig): number {
  return 1 / Math.sqrt(config.headDim);
}

/** How many query heads share a key/value head. */
function groupSize({ headCount, kvHeadCount }: DecoderConfig): number {
  return headCount / kvHeadCount;
}

/** Adds the mask: query i sees key j of the buffer iff j ≤ past + i and attention_mask[j] = 1. All layers share it. */
export function attentionMask(g: GraphBuilder, config: DecoderConfig, inputIds: string, attentionMask: string): string {
  const second = g.integer(1);
  const length = g.node("Gather", [g.node("Shape", [inputIds]), second]);
  const total = g.node("Gather", [g.node("Shape", [attentionMask]), second]);
  const step = g.integer(1);
  const keys = g.node("Range", [g.integer(0), total, step]);
  const queries = g.node("Range", [g.node("Sub", [total, length]), total, step]);
  const causal = g.node("LessOrEqual", [keys, g.node("Unsqueeze", [queries, g.integers(1)])]);
  const present = g.node("Unsqueeze", [g.node("Cast", [attentionMask], { to: { int: 9 } }), g.integers(1, 2)]);
  const mask = g.node("Where", [g.node("And", [causal, present]), g.float(0), g.float(HIDDEN)]);
  const group = groupSize(config);
  return group === 1 ? mask : g.node("Concat", Array(group).fill(mask), { axis: { int: 2 } });
}

export function rotaryTableNodes(g: GraphBuilder, config: DecoderConfig, theta: number): RotaryTables {
  const half = config.headDim / 2;
  const shape = [config.contextLength, half];
  const table = (of: (angle: number) => number) => () => {
    const out = new Float32Array(config.contextLength * half);
    return out.map((_, i) => of(Math.floor(i / half) * theta ** (-(i % half) / half)));
  };
  return { cos: g.floats({ shape, data: table(Math.cos) }), sin: g.floats({ shape, data: table(Math.sin) }) };
}

/**
 * softmax(q · kᵀ/√headDim + mask) · v with a growing key/value cache; groups of queries share a key/value head.
 * @param qkv [B, S, (headCount + 2 · kvHeadCount) · headDim], with queries already scaled
 * @returns [B, S, headCount · headDim]
 */
export function attentionNodes(
  g: GraphBuilder,
  config: DecoderConfig,
  layer: number,
  qkv: string,
  context: AttentionContext,
  headNorms: HeadNorms | null,
): string {
  const { headCount: N, kvHeadCount: K, headDim: D } = config;
  const grouped = groupSize(config) > 1;
  const heads = swapHeads(g, g.node("Reshape", [qkv, g.integers(0, 0, N + 2 * K, D)]));
  const { query, key, value } = rotated(g, config, heads, context, headNorms);
  const keys = appended(g, config, cacheNames(layer, "key"), key);
  const values = appended(g, config, cacheNames(layer, "value"), value);
  // [B, N, S, D] → [B, K, group · S, D]: the heads of a group follow one another and see the same keys.
  const queries = grouped ? g.node("Reshape", [query, g.integers(0, K, -1, D)]) : query;
  const scores = g.node("MatMul", [queries, g.node("Transpose", [keys], { perm: { ints: [0, 1, 3, 2] } })]);
  const weights = g.node("Softmax", [g.node("Add", [scores, context.mask])], { axis: { int: -1 } });
  const mixed = g.node("MatMul", [weights, values]);
  const perHead = grouped ? g.node("Reshape", [mixed, g.integers(0, N, -1, D)]) : mixed;
  return g.node("Reshape", [swapHeads(g, perHead), g.integers(0, 0, N * D)]);
}

/** Query, key and value heads, [B, heads, S, D] each; queries and keys are rotated to their positions. */
function rotated(
  g: GraphBuilder,
  { headCount: N, kvHeadCount: K, normEpsilon }: DecoderConfig,
  heads: string,
  { rotary, positionIds }: AttentionContext,
  headNorms: HeadNorms | null,
) {
  const rotate = (x: string) => (rotary ? g.node("RotaryEmbedding", [x, positionIds, rotary.cos, rotary.sin]) : x);
  if (headNorms) {
    const [query, key, value] = g.split(heads, 1, [N, K, K]);
    const norm = (x: string, weight: string) => rmsNormNodes(g, x, weight, normEpsilon);
    return { query: rotate(norm(query, headNorms.query)), key: rotate(norm(key, headNorms.key)), value };
  }
  const [turning, value] = g.split(heads, 1, [N + K, K]);
  const [query, key] = g.split(rotate(turning), 1, [N, K]);
  return { query, key, value };
}

/** x / √(mean x² + ε) · weight, over the last axis. */
export function rmsNormNodes(g: GraphBuilder, x: string, weight: string, epsilon: number): string {
  return g.node("SimplifiedLayerNormalization", [x, weight], { axis: { int: -1 }, epsilon: { float: epsilon } });
}

/**
 * Appends the new positions to the cached ones; the graph outputs both the whole (`present`) and the new positions
 * (`fresh`).
 */
function appended(g: GraphBuilder, { kvHeadCount, headDim }: DecoderConfig, names: CacheNames, fresh: string): string {
  const past = g.input(names.past, "float", ["batch_size", kvHeadCount, "past", headDim]);
  g.output(names.present, "float", ["batch_size", kvHeadCount, "total", headDim]);
  g.output(names.fresh, "float", ["batch_size", kvHeadCount, "length", headDim]);
  g.node("Identity", [fresh], {}, names.fresh);
  return g.node("Concat", [past, fresh], { axis: { int: 2 } }, names.present);
}

function swapHeads(g: GraphBuilder, x: string): string {
  return g.node("Transpose", [x], { perm: { ints: [0, 2, 1, 3] } });
}
