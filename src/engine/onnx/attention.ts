import type { DecoderConfig } from "../checkpoint/config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { APART, cacheNames } from "./kv-cache.ts";

/**
 * Names of the values that all layers of a decoder graph share. B rows, S new positions, T = past + S positions in the
 * buffer.
 */
export interface AttentionContext {
  /** Additive mask, [B, 1, group · S, T]: 0 where a query sees a key, otherwise HIDDEN. */
  mask: string;
  positionIds: string;
  rotary: RotaryTables | null;
  /** Where cached and new keys are attended to apart; null where they are joined. */
  apart: KeysApart | null;
}

/** Names of values where the keys that all rows share, other cached keys and new keys are attended to apart. */
export interface KeysApart {
  /** How many there are of each, [3]. */
  counts: string;
  /** For every layer [1, kvHeadCount, headDim, shared] and [1, kvHeadCount, shared, headDim]. */
  shared: { keys: readonly string[]; values: readonly string[] };
  /** Of the layers so far, [B, kvHeadCount, S, headDim] each. */
  fresh: { keys: string[]; values: string[] };
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
export const HIDDEN = -1e9;

/** The factor 1/√headDim, which is multiplied into the query weights to save a node in every layer. */
export function queryScale(config: DecoderConfig): number {
  return 1 / Math.sqrt(config.headDim);
}

/** How many query heads share a key/value head. */
function groupSize({ headCount, kvHeadCount }: DecoderConfig): number {
  return headCount / kvHeadCount;
}

/** Adds the mask: query i sees key j of the buffer iff j ≤ past + i and attention_mask[j] = 1. All layers share it. */
export function attentionMask(g: GraphBuilder, config: DecoderConfig, inputIds: string): string {
  const attentionMask = g.input("attention_mask", "int64", ["batch_size", "total"]);
  const second = g.integer(1);
  const length = g.node("Gather", [g.node("Shape", [inputIds]), second]);
  const total = g.node("Gather", [g.node("Shape", [attentionMask]), second]);
  const step = g.integer(1);
  const keys = g.node("Range", [g.integer(0), total, step]);
  const queries = g.node("Range", [g.node("Sub", [total, length]), total, step]);
  const causal = g.node("LessOrEqual", [keys, g.node("Unsqueeze", [queries, g.integers(1)])]);
  const present = g.node("Unsqueeze", [g.node("Cast", [attentionMask], { to: { int: 9 } }), g.integers(1, 2)]);
  return ofGroups(g, config, g.node("Where", [g.node("And", [causal, present]), g.float(0), g.float(HIDDEN)]));
}

/** Adds the mask as an input: a few operators a run more would cost a small decoder as much as an attention. */
export function maskInput(g: GraphBuilder, config: DecoderConfig): string {
  return ofGroups(g, config, g.input(APART.mask, "float", ["batch_size", 1, "length", "total"]));
}

/** The mask of all queries that share a key head, [B, 1, group · S, T]. */
function ofGroups(g: GraphBuilder, config: DecoderConfig, mask: string): string {
  const group = groupSize(config);
  return group === 1 ? mask : g.node("Concat", Array(group).fill(mask), { axis: { int: 2 } });
}

/** Adds the inputs for keys and values that all rows share. */
export function keysApart(g: GraphBuilder, config: DecoderConfig, inputIds: string): KeysApart {
  const { layerCount, kvHeadCount, headDim } = config;
  const keys = g.input(APART.sharedKeys, "float", [layerCount, kvHeadCount, headDim, "shared"]);
  const values = g.input(APART.sharedValues, "float", [layerCount, kvHeadCount, "shared", headDim]);
  const size = (value: string, axis: number) => {
    return g.node("Shape", [value], { start: { int: axis }, end: { int: axis + 1 } });
  };
  const counts = [size(keys, 3), size(cacheNames(0, "key").past, 3), size(inputIds, 1)];
  const byLayer = (value: string) => g.split(value, 0, Array<number>(layerCount).fill(1));
  return {
    counts: g.node("Concat", counts, { axis: { int: 0 } }),
    shared: { keys: byLayer(keys), values: byLayer(values) },
    fresh: { keys: [], values: [] },
  };
}

/** Adds the output of new keys and values: one, since ONNX Runtime takes longer for an output than for a small copy. */
export function outputFresh(g: GraphBuilder, { kvHeadCount, headDim }: DecoderConfig, { fresh }: KeysApart): void {
  g.output(APART.fresh, "float", ["keys_and_values", kvHeadCount, "length", headDim]);
  g.node("Concat", [...fresh.keys, ...fresh.values], { axis: { int: 0 } }, APART.fresh);
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
  // [B, N, S, D] → [B, K, group · S, D]: the heads of a group follow one another and see the same keys.
  const queries = grouped ? g.node("Reshape", [query, g.integers(0, K, -1, D)]) : query;
  const { mask, apart } = context;
  const mixed = apart
    ? attendApart(g, config, layer, { queries, key, value }, mask, apart)
    : attendJoined(g, config, layer, { queries, key, value }, mask);
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

interface Heads {
  /** [B, kvHeadCount, group · S, headDim] */
  queries: string;
  /** Of the new positions, [B, kvHeadCount, S, headDim]. */
  key: string;
  value: string;
}

/** Attention to one matrix of cached and new keys, and one of values: `present.*`, which the graph outputs. */
function attendJoined(
  g: GraphBuilder,
  { kvHeadCount, headDim }: DecoderConfig,
  layer: number,
  { queries, key, value }: Heads,
  mask: string,
): string {
  const joined = (kind: "key" | "value", fresh: string) => {
    const { past, present } = cacheNames(layer, kind);
    g.input(past, "float", ["batch_size", kvHeadCount, "past", headDim]);
    g.output(present, "float", ["batch_size", kvHeadCount, "total", headDim]);
    return g.node("Concat", [past, fresh], { axis: { int: 2 } }, present);
  };
  const keys = joined("key", key);
  const values = joined("value", value);
  const scores = g.node("MatMul", [queries, swapPositions(g, keys)]);
  return g.node("MatMul", [softmax(g, scores, mask), values]);
}

/**
 * softmax([q · Kᵀ, …] + mask) · [V; …] as the sum of a product for each of three parts: keys and values that all rows share,
 * other cached ones, and new ones. Keys are columns, as the products take them.
 */
function attendApart(
  g: GraphBuilder,
  { kvHeadCount, headDim }: DecoderConfig,
  layer: number,
  { queries, key, value }: Heads,
  mask: string,
  { counts, shared, fresh }: KeysApart,
): string {
  const [pastKeys, pastValues] = [cacheNames(layer, "key").past, cacheNames(layer, "value").past];
  g.input(pastKeys, "float", ["batch_size", kvHeadCount, headDim, "past"]);
  g.input(pastValues, "float", ["batch_size", kvHeadCount, "past", headDim]);
  fresh.keys.push(key);
  fresh.values.push(value);
  const keys = [shared.keys[layer] as string, pastKeys, swapPositions(g, key)];
  const values = [shared.values[layer] as string, pastValues, value];
  const scores = keys.map((part) => g.node("MatMul", [queries, part]));
  const weights = softmax(g, g.node("Concat", scores, { axis: { int: -1 } }), mask);
  const parts = g.cut(weights, counts, keys.length);
  return g.node(
    "Sum",
    values.map((part, i) => g.node("MatMul", [parts[i] as string, part])),
  );
}

function softmax(g: GraphBuilder, scores: string, mask: string): string {
  return g.node("Softmax", [g.node("Add", [scores, mask])], { axis: { int: -1 } });
}

/** [B, heads, S, D] → [B, heads, D, S] */
function swapPositions(g: GraphBuilder, x: string): string {
  return g.node("Transpose", [x], { perm: { ints: [0, 1, 3, 2] } });
}

function swapHeads(g: GraphBuilder, x: string): string {
  return g.node("Transpose", [x], { perm: { ints: [0, 2, 1, 3] } });
}
