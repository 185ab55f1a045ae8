import type { DecoderConfig } from "../checkpoint/config.ts";
import { allCacheNames, type CacheBackend, type CacheNames, emptyPast, type KvCache } from "./kv-cache.ts";
import { floatsOf, type OnnxRuntime, type Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** Positions by which a full cache grows. The free positions are masked, so they cost a little in every run. */
const GROWTH = 16;

/**
 * Buffers that a cache shares with the caches grown from it: only positions after a cache's length are ever written.
 */
interface Store {
  /** One buffer for each cached tensor, [rows, kvHeadCount, capacity, headDim]. */
  buffers: Float32Array[];
  capacity: number;
  /** Number of positions written by the longest cache. */
  filled: number;
}

export interface HostCache extends KvCache {
  readonly store: Store;
}

/**
 * A cache in the host's memory, for Wasm. There ONNX Runtime copies every output into new memory, so only the new
 * positions are output and written in place after the old ones; outputting `present.*` instead made 16 rows take 30 %
 * longer a token.
 */
export class HostCacheBackend implements CacheBackend<HostCache> {
  readonly outputs: readonly string[];
  readonly #runtime: OnnxRuntime;
  readonly #config: DecoderConfig;
  readonly #names: readonly CacheNames[];

  constructor(runtime: OnnxRuntime, config: DecoderConfig) {
    this.#names = allCacheNames(config);
    this.outputs = this.#names.map(({ fresh }) => fresh);
    this.#runtime = runtime;
    this.#config = config;
  }

  inputs(batch: TokenBatch, cache: HostCache | null): Tensors {
    const { rows, length } = batch;
    const capacity = cache?.store.capacity ?? 0;
    const mask = cache ? maskWithRoom(batch, cache) : batch.attentionMask;
    return {
      ...(cache ? this.#past(cache) : this.#emptyPast(rows)),
      attention_mask: this.#runtime.integers(mask, [rows, capacity + length]),
    };
  }

  keep(outputs: Tensors, { rows, length }: TokenBatch, cache: HostCache | null): HostCache {
    const fresh = this.#names.map((name) => floatsOf(outputs[name.fresh]));
    if (!cache) return hostCache(rows, length, { buffers: fresh, capacity: length, filled: length });
    const total = cache.length + length;
    const { kvHeadCount, headDim } = this.#config;
    const mayAppend = cache.store.filled === cache.length && total <= cache.store.capacity;
    const store = mayAppend ? cache.store : copied(cache, roundedUp(total), headDim);
    store.buffers.forEach((buffer, i) => {
      place(buffer, store.capacity, cache.length, fresh[i] as Float32Array, length, rows * kvHeadCount, headDim);
    });
    store.filled = total;
    return hostCache(rows, total, store);
  }

  async selectRows({ rows: from, length, store }: HostCache, rows: readonly number[]): Promise<HostCache> {
    const buffers = store.buffers.map((buffer) => {
      const size = buffer.length / from;
      const picked = new Float32Array(size * rows.length);
      rows.forEach((row, i) => {
        picked.set(buffer.subarray(row * size, (row + 1) * size), i * size);
      });
      return picked;
    });
    return hostCache(rows.length, length, { buffers, capacity: store.capacity, filled: length });
  }

  async release(): Promise<void> {}

  #past({ rows, store }: HostCache): Tensors {
    const { kvHeadCount, headDim } = this.#config;
    const shape = [rows, kvHeadCount, store.capacity, headDim];
    return Object.fromEntries(
      this.#names.map(({ past }, i) => [past, this.#runtime.floats(store.buffers[i] as Float32Array, shape)]),
    );
  }

  #emptyPast(rows: number): Tensors {
    return emptyPast(this.#config, rows, (shape) => this.#runtime.empty(shape));
  }
}

function hostCache(rows: number, length: number, store: Store): HostCache {
  // The garbage collector frees the host's memory after its last user.
  return { rows, length, store, dispose: () => undefined };
}

/**
 * The mask [B, past + S] widened to [B, capacity + S]: the free positions between past and new positions are never
 * visible.
 */
function maskWithRoom({ rows, length, attentionMask }: TokenBatch, cache: HostCache): Uint8Array {
  const from = cache.length + length;
  const to = cache.store.capacity + length;
  const mask = new Uint8Array(rows * to);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < from; i++) {
      mask[row * to + (i < cache.length ? i : i + to - from)] = attentionMask[row * from + i] as number;
    }
  }
  return mask;
}

function copied({ length, store }: HostCache, capacity: number, headDim: number): Store {
  const buffers = store.buffers.map((buffer) => {
    const heads = buffer.length / (store.capacity * headDim);
    const larger = new Float32Array(heads * capacity * headDim);
    for (let head = 0; head < heads; head++) {
      const start = head * store.capacity * headDim;
      larger.set(buffer.subarray(start, start + length * headDim), head * capacity * headDim);
    }
    return larger;
  });
  return { buffers, capacity, filled: length };
}

/** Writes [heads, S, headDim] into [heads, capacity, headDim], starting at a position. */
function place(
  buffer: Float32Array,
  capacity: number,
  position: number,
  fresh: Float32Array,
  length: number,
  heads: number,
  headDim: number,
): void {
  const size = length * headDim;
  for (let head = 0; head < heads; head++) {
    buffer.set(fresh.subarray(head * size, (head + 1) * size), (head * capacity + position) * headDim);
  }
}

function roundedUp(length: number): number {
  return Math.ceil(length / GROWTH) * GROWTH;
}
