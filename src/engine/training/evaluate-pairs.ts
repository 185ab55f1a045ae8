import { jit, numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import { seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { padPairs, padPopulation } from "./pair-batch.ts";
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
  /** One a run. Borrows the parameters. `pairs` must not be empty. */
  evaluate(params: Parameters, pairs: readonly TokenPair[]): Promise<PairAccuracy[]>;
  dispose(): void;
}

/**
 * Compiled once a batch shape, for as many measurements as a run takes.
 *
 * @param decoder borrowed
 * @param batchSize pairs that are measured at once
 * @param runs how many runs of a population the parameters are stacked of; null for a run alone
 */
export function createPairEvaluator(
  decoder: DecoderForward,
  padTokenId: number,
  batchSize: number,
  runs: number | null = null,
): PairEvaluator {
  const pad = (batch: TokenPair[]) =>
    runs === null ? padPairs(batch, padTokenId) : padPopulation(Array(runs).fill(batch), padTokenId);
  const measure = jit((head: Parameters, hidden: np.Array, last: np.Array) => {
    const [chosen, rejected] = outcomes(rewardsAt(head, hidden), last);
    disposeParameters(head);
    return np.concatenate([chosen, rejected], -1);
  });
  return {
    async evaluate(params, pairs) {
      const rewards = Array.from({ length: runs ?? 1 }, () => ({ chosen: [] as number[], rejected: [] as number[] }));
      const batches = { batchSize, bucket: PAIR_BUCKET };
      for (const batch of bucketedBatches(pairs, pairLength, batches, seededRandom(0))) {
        const { ids, mask, last, ...rest } = pad(batch) as Record<string, np.Array>;
        disposeParameters(rest);
        const hidden = await decoder.hiddenStates(params, ids as np.Array, mask as np.Array);
        const measured = measure(valueHeadOf(params), hidden, last as np.Array) as np.Array;
        const values = [...((await measured.data()) as Float32Array)];
        for (const [run, { chosen, rejected }] of rewards.entries()) {
          const from = 2 * run * batch.length;
          chosen.push(...values.slice(from, from + batch.length));
          rejected.push(...values.slice(from + batch.length, from + 2 * batch.length));
        }
      }
      return rewards.map(accuracyOf);
    },
    dispose: () => measure.dispose(),
  };
}

function accuracyOf(rewards: PairAccuracy["rewards"]): PairAccuracy {
  const all = rewards.chosen.map((reward, i) => reward - (rewards.rejected[i] as number));
  return {
    accuracy: all.filter((margin) => margin > 0).length / all.length,
    margin: all.reduce((sum, margin) => sum + margin, 0) / all.length,
    pairs: all.length,
    rewards,
  };
}
