import { jit, numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import { seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { padPairs } from "./pair-batch.ts";
import { PAIR_BUCKET, pairLength, type TokenPair } from "./pairs.ts";
import { outcomes } from "./preference-objective.ts";

export interface PairAccuracy {
  /** Share of pairs whose chosen response has the strictly higher outcome reward. */
  accuracy: number;
  /** Mean of `r^c_n − r^j_m`. */
  margin: number;
  pairs: number;
  /** Outcome rewards of the chosen and the rejected responses, in no particular order but the same in both. */
  rewards: { chosen: number[]; rejected: number[] };
}

export interface PairEvaluator {
  /** Borrows the parameters. `pairs` must not be empty. */
  evaluate(params: Parameters, pairs: readonly TokenPair[]): Promise<PairAccuracy>;
  dispose(): void;
}

/**
 * Compiled once a batch shape, for as many measurements as a run takes.
 *
 * @param decoder borrowed
 * @param batchSize pairs that are measured at once
 */
export function createPairEvaluator(decoder: DecoderForward, padTokenId: number, batchSize: number): PairEvaluator {
  const measure = jit((head: Parameters, hidden: np.Array, last: np.Array) => {
    const [chosen, rejected] = outcomes(rewardsAt(head, hidden), last);
    disposeParameters(head);
    return np.concatenate([chosen, rejected]);
  });
  return {
    async evaluate(params, pairs) {
      const chosen: number[] = [];
      const rejected: number[] = [];
      const batches = { batchSize, bucket: PAIR_BUCKET };
      for (const batch of bucketedBatches(pairs, pairLength, batches, seededRandom(0))) {
        const { ids, mask, last, ...rest } = padPairs(batch, padTokenId) as Record<string, np.Array>;
        disposeParameters(rest);
        const hidden = await decoder.hiddenStates(params, ids as np.Array, mask as np.Array);
        const measured = measure(valueHeadOf(params), hidden, last as np.Array) as np.Array;
        const values = [...((await measured.data()) as Float32Array)];
        chosen.push(...values.slice(0, batch.length));
        rejected.push(...values.slice(batch.length));
      }
      const all = chosen.map((reward, i) => reward - (rejected[i] as number));
      return {
        accuracy: all.filter((margin) => margin > 0).length / all.length,
        margin: all.reduce((sum, margin) => sum + margin, 0) / all.length,
        pairs: all.length,
        rewards: { chosen, rejected },
      };
    },
    dispose: () => measure.dispose(),
  };
}
