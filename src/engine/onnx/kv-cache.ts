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

/** Names of the keys or values of one layer in a graph. */
export interface CacheNames {
  /** Input, [B, kvHeadCount, past, headDim] */
  past: string;
  /** Output, [B, kvHeadCount, past + S, headDim] */
  present: string;
  /** Output, the last S positions of `present` */
  fresh: string;
}

export function cacheNames(layer: number, kind: "key" | "value"): CacheNames {
  const name = `${layer}.${kind}`;
  return { past: `past_key_values.${name}`, present: `present.${name}`, fresh: `fresh.${name}` };
}

export function allCacheNames({ layerCount }: DecoderConfig): CacheNames[] {
  return Array.from({ length: layerCount }, (_, i) => [cacheNames(i, "key"), cacheNames(i, "value")]).flat();
}

/** `past_key_values.*` of an empty cache. */
export function emptyPast(
  config: DecoderConfig,
  rows: number,
  tensor: (shape: readonly number[]) => Tensors[string],
): Tensors {
  const shape = [rows, config.kvHeadCount, 0, config.headDim];
  return Object.fromEntries(allCacheNames(config).map(({ past }) => [past, tensor(shape)]));
}
