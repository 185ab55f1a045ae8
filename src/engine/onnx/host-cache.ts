import type { DecoderConfig } from "../checkpoint/config.ts";
import { HIDDEN } from "./attention.ts";
import { APART, type CacheBackend, cacheNames, type KvCache } from "./kv-cache.ts";
import { floatsOf, type OnnxRuntime, type Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** Positions by which a full cache grows. The free positions are masked, so they cost a little in every run. */
const GROWTH = 16;

/** The numbers of a cache, which caches grown from it share: only positions after a cache's length are ever written. */
interface Store {
  /** [layers, rows, kvHeadCount, headDim, capacity] */
  keys: Float32Array;
  /** [layers, rows, kvHeadCount, capacity, headDim] */
  values: Float32Array;
  /** The same numbers as inputs of the graph, `past_key_values.*`. */
  past: Tensors;
  capacity: number;
  /** Number of positions written by the longest cache. */
  filled: number;
}

export interface HostCache extends KvCache {
  /** The first positions, if all rows have the same in them, as inputs of the graph. */
  readonly shared: { inputs: Tensors; length: number };
  /** The other positions. */
  readonly store: Store;
}

/**
 * A cache in the host's memory, for Wasm. There ONNX Runtime copies every input and output into new memory, so only the new
 * positions are output and written in place after the old ones, and the graph attends to them apart (`fresh`, kv-cache.ts).
 * Rows that continue one row have the positions of that row once.
 */
export class HostCacheBackend implements CacheBackend<HostCache> {
  readonly outputs: readonly string[] = [APART.fresh];
  readonly #runtime: OnnxRuntime;
  readonly #config: DecoderConfig;
  readonly #unshared: HostCache["shared"];

  constructor(runtime: OnnxRuntime, config: DecoderConfig) {
    this.#runtime = runtime;
    this.#config = config;
    this.#unshared = this.#asShared(this.#emptyStore(1, 0));
  }

  inputs(batch: TokenBatch, cache: HostCache | null): Tensors {
    const { rows, length } = batch;
    const { shared, store } = cache ?? this.#before(rows);
    const total = shared.length + store.capacity + length;
    const mask = this.#runtime.floats(additiveMask(batch, total), [rows, 1, length, total]);
    return { ...shared.inputs, ...store.past, [APART.mask]: mask };
  }

  keep(outputs: Tensors, { rows, length }: TokenBatch, cache: HostCache | null): HostCache {
    const before = cache ?? this.#before(rows);
    const own = before.length - before.shared.length;
    const total = own + length;
    const mayAppend = before.store.filled === own && total <= before.store.capacity;
    const store = mayAppend ? before.store : this.#copied(before, cache ? roundedUp(total) : total);
    this.#append(floatsOf(outputs[APART.fresh]), store, length);
    return hostCache(rows, before.shared, store);
  }

  async selectRows(cache: HostCache, rows: readonly number[]): Promise<HostCache> {
    if (cache.rows === 1 && rows.length > 1 && cache.shared === this.#unshared) {
      const whole = cache.store.capacity === cache.length ? cache.store : this.#copied(cache, cache.length);
      return hostCache(rows.length, this.#asShared(whole), this.#emptyStore(rows.length, 0));
    }
    const { length, shared, store } = cache;
    const picked = this.#emptyStore(rows.length, store.capacity);
    for (const part of ["keys", "values"] as const)
      pickRows(store[part], picked[part], this.#config.layerCount, cache.rows, rows);
    picked.filled = length - shared.length;
    return hostCache(rows.length, shared, picked);
  }

  async release(): Promise<void> {}

  /** The cache of rows before their first token. */
  #before(rows: number): HostCache {
    return hostCache(rows, this.#unshared, this.#emptyStore(rows, 0));
  }

  #emptyStore(rows: number, capacity: number): Store {
    const { layerCount, kvHeadCount, headDim } = this.#config;
    const size = rows * kvHeadCount * headDim * capacity;
    const [keys, values] = [new Float32Array(layerCount * size), new Float32Array(layerCount * size)];
    const past: Tensors = {};
    for (let layer = 0; layer < layerCount; layer++) {
      const [key, value] = [keys, values].map((numbers) => numbers.subarray(layer * size, (layer + 1) * size)) as [
        Float32Array,
        Float32Array,
      ];
      const names = [cacheNames(layer, "key").past, cacheNames(layer, "value").past] as const;
      past[names[0]] = this.#runtime.floats(key, [rows, kvHeadCount, headDim, capacity]);
      past[names[1]] = this.#runtime.floats(value, [rows, kvHeadCount, capacity, headDim]);
    }
    return { keys, values, past, capacity, filled: 0 };
  }

  /** The positions of one row, all of which are filled, as those of many rows. */
  #asShared({ keys, values, capacity }: Store): HostCache["shared"] {
    const { layerCount, kvHeadCount, headDim } = this.#config;
    const inputs = {
      [APART.sharedKeys]: this.#runtime.floats(keys, [layerCount, kvHeadCount, headDim, capacity]),
      [APART.sharedValues]: this.#runtime.floats(values, [layerCount, kvHeadCount, capacity, headDim]),
    };
    return { inputs, length: capacity };
  }

  /** The positions of a cache that its rows do not share, in a store with more room. */
  #copied({ rows, length, shared, store }: HostCache, capacity: number): Store {
    const { headDim } = this.#config;
    const copy = this.#emptyStore(rows, capacity);
    copy.filled = length - shared.length;
    copyLines(store.keys, store.capacity, copy.keys, capacity, copy.filled);
    copyLines(store.values, store.capacity * headDim, copy.values, capacity * headDim, copy.filled * headDim);
    return copy;
  }

  /** Writes new positions behind those of a store, as the graph outputs them: [2 · layers · rows, kvHeadCount, S, headDim]. */
  #append(fresh: Float32Array, store: Store, length: number): void {
    const { headDim } = this.#config;
    const { keys, values, capacity, filled } = store;
    const half = fresh.length / 2;
    const size = length * headDim;
    for (let head = 0; head < half / size; head++) {
      const [from, first] = [head * size, head * capacity * headDim];
      values.set(fresh.subarray(half + from, half + from + size), first + filled * headDim);
      for (let i = 0; i < headDim; i++) {
        const column = first + i * capacity + filled;
        for (let t = 0; t < length; t++) keys[column + t] = fresh[from + t * headDim + i] as number;
      }
    }
    store.filled += length;
  }
}

/** A cache of all positions that its store has at present. */
function hostCache(rows: number, shared: HostCache["shared"], store: Store): HostCache {
  // The garbage collector frees the host's memory after its last user.
  return { rows, length: shared.length + store.filled, shared, store, dispose: () => undefined };
}

/** Copies rows of `[layers, count, …]` into `[layers, rows, …]`, in the given order. */
function pickRows(from: Float32Array, to: Float32Array, layers: number, count: number, rows: readonly number[]): void {
  const size = from.length / (layers * count);
  for (let layer = 0; layer < layers; layer++) {
    rows.forEach((row, i) => {
      const start = (layer * count + row) * size;
      to.set(from.subarray(start, start + size), (layer * rows.length + i) * size);
    });
  }
}

/** Copies the first `count` numbers of every line of one array into the lines of another. */
function copyLines(from: Float32Array, fromWidth: number, to: Float32Array, toWidth: number, count: number): void {
  if (count === 0) return;
  const lines = from.length / fromWidth;
  for (let line = 0; line < lines; line++) {
    to.set(from.subarray(line * fromWidth, line * fromWidth + count), line * toWidth);
  }
}

/**
 * The mask of `fresh` graphs, [B, 1, S, total]: cached positions, free ones, which nothing sees, and the new ones. Query i sees a
 * cached key that the batch shows, and of the new ones those up to itself.
 */
function additiveMask({ rows, length, attentionMask }: TokenBatch, total: number): Float32Array {
  const seen = attentionMask.length / rows;
  const cached = seen - length;
  const mask = new Float32Array(rows * length * total).fill(HIDDEN);
  for (let row = 0; row < rows; row++) {
    for (let query = 0; query < length; query++) {
      const line = (row * length + query) * total;
      for (let key = 0; key <= cached + query; key++) {
        const at = key < cached ? key : key + total - seen;
        if (attentionMask[row * seen + key] === 1) mask[line + at] = 0;
      }
    }
  }
  return mask;
}

function roundedUp(length: number): number {
  return Math.ceil(length / GROWTH) * GROWTH;
}
