import { deriveSeed, seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { type Example, PAIR_BUCKET, pairLength, pairTokens } from "./pairs.ts";

export interface PairSchedule {
  /** Pairs a micro-batch. */
  batchSize: number;
  /** Micro-batches a step. */
  gradientAccumulationSteps: number;
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
export function pairBatches<E extends Example, B>(
  pairs: readonly E[],
  { batchSize, gradientAccumulationSteps, seed }: PairSchedule,
  toBatch: (pairs: readonly E[]) => B,
): (step: number) => { batch: B; tokens: number }[] {
  const perEpoch = batchesPerEpoch(pairs.length, batchSize);
  let epoch = -1;
  let batches: E[][] = [];

  function microBatch(index: number): E[] {
    const wanted = Math.floor(index / perEpoch);
    if (wanted !== epoch) {
      const random = seededRandom(deriveSeed(seed, `epoch:${wanted}`));
      batches = bucketedBatches(pairs, pairLength, { batchSize, bucket: PAIR_BUCKET }, random).slice(0, perEpoch);
      epoch = wanted;
    }
    return batches[index % perEpoch] as E[];
  }

  return (step) =>
    Array.from({ length: gradientAccumulationSteps }, (_, i) => {
      const batch = microBatch(step * gradientAccumulationSteps + i);
      return { batch: toBatch(batch), tokens: pairTokens(batch) };
    });
}
