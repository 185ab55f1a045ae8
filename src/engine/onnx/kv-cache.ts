import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** Keys and values of every layer, on the host or a device. The owner of a cache disposes of it. */
export interface KvCache {
  readonly rows: number;
  /** Number of positions in the cache. */
  readonly length: number;
  dispose(): void;
}

/** How a backend keeps its caches from run to run. */
export interface CacheBackend<Cache extends KvCache> {
  /** The outputs of the graph that the cache needs. */
  readonly outputs: readonly string[];
  /** The graph's inputs for the past: the attention mask and `past_key_values.*`. */
  inputs(batch: TokenBatch, cache: Cache | null): Tensors;
  /** The cache after a run. The cache before the run stays valid. */
  keep(outputs: Tensors, batch: TokenBatch, cache: Cache | null): Cache;
  /** A cache made of the given rows of another cache, in that order; a row may be repeated. */
  selectRows(cache: Cache, rows: readonly number[]): Promise<Cache>;
  release(): Promise<void>;
}

/**
 * What a graph outputs for its cache: `present`, the keys and values of all positions, in the layout of exported models, or
 * `fresh`, those of the new positions alone. A graph of the latter kind attends to cached and new positions apart, so that it
 * never copies the cached ones, and takes those that all rows share once; cached keys are columns, as its products take them.
 */
export type CacheForm = "present" | "fresh";

/** Names of the keys or values of one layer in a graph. */
export interface CacheNames {
  /** Input, [B, kvHeadCount, past, headDim]; in the form `fresh`, keys [B, kvHeadCount, headDim, past] */
  past: string;
  /** Output, [B, kvHeadCount, past + S, headDim] */
  present: string;
}

/** Inputs and output of the form `fresh`. */
export const APART = {
  /** Added to the scores, [B, 1, S, shared + past + S]. */
  mask: "mask",
  /** Of the positions that all rows share, [layers, kvHeadCount, headDim, shared]. */
  sharedKeys: "shared_keys",
  /** [layers, kvHeadCount, shared, headDim] */
  sharedValues: "shared_values",
  /** Keys of all layers, then values of all layers, [2 · layers · B, kvHeadCount, S, headDim]. */
  fresh: "fresh",
};

export function cacheNames(layer: number, kind: "key" | "value"): CacheNames {
  const name = `${layer}.${kind}`;
  return { past: `past_key_values.${name}`, present: `present.${name}` };
}

export function allCacheNames({ layerCount }: DecoderConfig): CacheNames[] {
  return Array.from({ length: layerCount }, (_, i) => [cacheNames(i, "key"), cacheNames(i, "value")]).flat();
}
