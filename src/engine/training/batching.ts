import { numpy as np } from "@jax-js/jax";
import { type Random, shuffled } from "../random.ts";
import type { Batch } from "./objective.ts";

/** A token sequence; the response starts at `responseStart`, all tokens before are prompt. */
export interface TokenSequence {
  ids: number[];
  responseStart: number;
  /** For each token whether the loss is about it; left out, the tokens from `responseStart` on. */
  learnt?: readonly boolean[];
}

/**
 * A length rounded up to a multiple of `bucket`. Every new batch shape compiles a new program, and on Wasm takes new
 * memory for all that the program computes, since jax-js 0.1.25 reuses a freed buffer only for the same size. Narrow
 * buckets waste less on padding, wide buckets keep the number of shapes small.
 */
export function bucketLength(length: number, bucket: number): number {
  return Math.ceil(length / bucket) * bucket;
}

/**
 * Splits sequences into batches of `batchSize` whose members have the same bucket length, in a shuffled order.
 * Sequences left over in a bucket move up into the next longer one, so that every batch but the last is full.
 */
export function bucketedBatches<T>(
  items: readonly T[],
  lengthOf: (item: T) => number,
  { batchSize, bucket }: { batchSize: number; bucket: number },
  random: Random,
): T[][] {
  const buckets = new Map<number, T[]>();
  for (const item of shuffled(random, items)) {
    const length = bucketLength(lengthOf(item), bucket);
    buckets.set(length, [...(buckets.get(length) ?? []), item]);
  }
  const batches: T[][] = [];
  let carried: T[] = [];
  for (const [, members] of [...buckets].sort(([a], [b]) => a - b)) {
    const rows = [...carried, ...members];
    const full = Math.floor(rows.length / batchSize) * batchSize;
    for (let i = 0; i < full; i += batchSize) batches.push(rows.slice(i, i + batchSize));
    carried = rows.slice(full);
  }
  const last = carried.length > 0 ? [carried] : [];
  return [...shuffled(random, batches), ...last];
}

/**
 * Right-padded arrays of token sequences: `ids [B, T]` int32, `mask [B, T]` (1 = real), `response [B, T − 1]` (1 where
 * the loss is about the predicted token). The caller owns them.
 */
export function padSequences(rows: readonly TokenSequence[], padTokenId: number, bucket: number): Batch {
  const length = bucketLength(Math.max(...rows.map((row) => row.ids.length)), bucket);
  const shape = [rows.length, length];
  const ids = new Int32Array(rows.length * length).fill(padTokenId);
  const mask = new Float32Array(rows.length * length);
  const response = new Float32Array(rows.length * (length - 1));
  rows.forEach((row, b) => {
    ids.set(row.ids, b * length);
    mask.fill(1, b * length, b * length + row.ids.length);
    const first = b * (length - 1);
    const { learnt = row.ids.map((_, t) => t >= row.responseStart) } = row;
    for (let t = 1; t < learnt.length; t++) response[first + t - 1] = learnt[t] ? 1 : 0;
  });
  return {
    ids: np.array(ids, { shape, dtype: np.int32 }),
    mask: np.array(mask, { shape }),
    response: np.array(response, { shape: [rows.length, length - 1] }),
  };
}
