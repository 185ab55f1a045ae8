import { deriveSeed, seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { type Example, PAIR_BUCKET, pairLength, pairTokens } from "./pairs.ts";

export interface PairSchedule {
  /** Pairs per micro-batch. */
  batchSize: number;
  /** Micro-batches per optimiser step. */
  gradientAccumulationSteps: number;
  seed: number;
}

/**
 * Full batches in an epoch. A batch that is not full would have another shape, so some pairs are left over in each
 * epoch, not always the same ones.
 */
export function batchesPerEpoch(pairs: number, batchSize: number): number {
  return Math.max(1, Math.floor(pairs / batchSize));
}

/**
 * The micro-batches of every step. The seed decides the order of every epoch, so that runs with the same seed and
 * different methods see the same batches.
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
