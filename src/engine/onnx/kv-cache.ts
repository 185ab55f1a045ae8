import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** Keys and values of every layer, wherever they are kept. Whoever has a cache disposes of it. */
export interface KvCache {
  readonly rows: number;
  /** Positions read so far. */
  readonly length: number;
  dispose(): void;
}

/** How a backend keeps its caches between runs. */
export interface CacheKeeper<Cache extends KvCache> {
  /** The graph's outputs that it needs. */
  readonly outputs: readonly string[];
  /** The graph's inputs about the past: the mask over it and `past_key_values.*`. */
  inputs(batch: TokenBatch, cache: Cache | null): Tensors;
  /** The cache after a run. Leaves the one before as it is. */
  keep(outputs: Tensors, batch: TokenBatch, cache: Cache | null): Cache;
  /** A cache of the given rows of another, in that order; a row may come up several times. */
  selectRows(cache: Cache, rows: readonly number[]): Promise<Cache>;
  release(): Promise<void>;
}

/** One layer's keys or values in a graph. */
export interface CacheNames {
  /** Input, [B, kvHeadCount, past, headDim] */
  past: string;
  /** Output, [B, kvHeadCount, past + S, headDim] */
  present: string;
  /** Output, the last S positions of `present` alone */
  fresh: string;
}

export function cacheNames(layer: number, kind: "key" | "value"): CacheNames {
  const name = `${layer}.${kind}`;
  return { past: `past_key_values.${name}`, present: `present.${name}`, fresh: `fresh.${name}` };
}

export function allCacheNames({ layerCount }: DecoderConfig): CacheNames[] {
  return Array.from({ length: layerCount }, (_, i) => [cacheNames(i, "key"), cacheNames(i, "value")]).flat();
}

/** `past_key_values.*` before anything is read. */
export function emptyPast(
  config: DecoderConfig,
  rows: number,
  tensor: (shape: readonly number[]) => Tensors[string],
): Tensors {
  const shape = [rows, config.kvHeadCount, 0, config.headDim];
  return Object.fromEntries(allCacheNames(config).map(({ past }) => [past, tensor(shape)]));
}
