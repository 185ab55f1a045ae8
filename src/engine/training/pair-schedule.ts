import { deriveSeed, seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { PAIR_BUCKET, pairLength, pairTokens, type TokenPair } from "./pairs.ts";

export interface PairSchedule {
  /** Pairs a micro-batch. */
  batchSize: number;
  /** Micro-batches a step. */
  accumulation: number;
  seed: number;
}

/** A batch that is not full would be another shape; which pairs are left over differs from epoch to epoch. */
export function batchesPerEpoch(pairs: number, batchSize: number): number {
  return Math.max(1, Math.floor(pairs / batchSize));
}

/**
 * The micro-batches of every step. The seed decides the order of every epoch, so that runs of other methods with the same
 * seed see the same batches.
 */
export function pairBatches<B>(
  pairs: readonly TokenPair[],
  { batchSize, accumulation, seed }: PairSchedule,
  toBatch: (pairs: readonly TokenPair[]) => B,
): (step: number) => { batch: B; tokens: number }[] {
  const perEpoch = batchesPerEpoch(pairs.length, batchSize);
  let epoch = -1;
  let batches: TokenPair[][] = [];

  function microBatch(index: number): TokenPair[] {
    const wanted = Math.floor(index / perEpoch);
    if (wanted !== epoch) {
      const random = seededRandom(deriveSeed(seed, `epoch:${wanted}`));
      batches = bucketedBatches(pairs, pairLength, { batchSize, bucket: PAIR_BUCKET }, random).slice(0, perEpoch);
      epoch = wanted;
    }
    return batches[index % perEpoch] as TokenPair[];
  }

  return (step) =>
    Array.from({ length: accumulation }, (_, i) => {
      const batch = microBatch(step * accumulation + i);
      return { batch: toBatch(batch), tokens: pairTokens(batch) };
    });
}
