import { jit, type numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import { seededRandom } from "../random.ts";
import { bucketedBatches } from "./batching.ts";
import { padPairs, padPopulation, rowsOfPairs } from "./pair-batch.ts";
import { PAIR_BUCKET, pairLength, type Response, type TokenPair } from "./pairs.ts";
import { ALL_LAYERS, type Trunk, trunkInput } from "./trunk.ts";

export interface PairAccuracy {
  /** Share of pairs whose chosen response has the strictly higher outcome reward. */
  accuracy: number;
  /** Mean of `r^c_n − r^j_m`. */
  margin: number;
  pairs: number;
  /** Outcome rewards of the chosen and the rejected responses, in no particular order but the same in both. */
  rewards: { chosen: number[]; rejected: number[] };
  /** Of the first pair, the rewards on the way. */
  first: PairProcessRewards;
}

/** Process rewards at the last prompt token and at every response token. */
export interface PairProcessRewards {
  chosen: readonly number[];
  rejected: readonly number[];
}

export interface PairEvaluator {
  /** One a run. Borrows the parameters. `pairs` must not be empty. */
  evaluate(params: Parameters, pairs: readonly TokenPair[]): Promise<PairAccuracy[]>;
  dispose(): void;
}

/**
 * Compiled once a batch shape, for as many measurements as a run takes.
 *
 * @param decoder borrowed; it begins where the trunk does, which is borrowed as well
 * @param batchSize pairs that are measured at once
 * @param options.runs how many runs of a population the parameters are stacked of; null for a run alone
 */
export function createPairEvaluator(
  decoder: DecoderForward,
  padTokenId: number,
  batchSize: number,
  { trunk = ALL_LAYERS, runs = null }: { trunk?: Trunk; runs?: number | null } = {},
): PairEvaluator {
  const pad = (batch: TokenPair[]) => {
    const padded = runs === null ? padPairs(batch, padTokenId) : padPopulation(Array(runs).fill(batch), padTokenId);
    return trunk.feed(
      padded,
      Array(runs ?? 1)
        .fill(rowsOfPairs(batch))
        .flat(),
    );
  };
  const measure = jit((head: Parameters, hidden: np.Array) => {
    const rewards = rewardsAt(head, hidden);
    disposeParameters(head);
    return rewards;
  });
  return {
    async evaluate(params, pairs) {
      const found = Array.from(
        { length: runs ?? 1 },
        (): Pick<PairAccuracy, "rewards" | "first"> => ({
          rewards: { chosen: [], rejected: [] },
          first: { chosen: [], rejected: [] },
        }),
      );
      const batches = { batchSize, bucket: PAIR_BUCKET };
      for (const batch of bucketedBatches(pairs, pairLength, batches, seededRandom(0))) {
        const padded = await pad(batch);
        const mask = padded.mask as np.Array;
        const length = mask.shape.at(-1) as number;
        const input = trunkInput(padded).ref;
        const hidden = await decoder.hiddenStates(params, input, mask.ref);
        disposeParameters(padded);
        const measured = measure(valueHeadOf(params), hidden) as np.Array;
        const values = (await measured.data()) as Float32Array;
        for (const [run, { rewards, first }] of found.entries()) {
          // Rows are chosen responses, then rejected ones, run by run; from the last prompt token on they are the response's.
          const along = ({ ids, responseStart }: Response, row: number) => {
            const from = (2 * run * batch.length + row) * length;
            return [...values.subarray(from + responseStart - 1, from + ids.length)];
          };
          for (const [i, pair] of batch.entries()) {
            const chosen = along(pair.chosen, i);
            const rejected = along(pair.rejected, batch.length + i);
            rewards.chosen.push(chosen.at(-1) as number);
            rewards.rejected.push(rejected.at(-1) as number);
            if (pair === pairs[0]) Object.assign(first, { chosen, rejected });
          }
        }
      }
      return found.map(accuracyOf);
    },
    dispose: () => measure.dispose(),
  };
}

function accuracyOf({ rewards, first }: Pick<PairAccuracy, "rewards" | "first">): PairAccuracy {
  const all = rewards.chosen.map((reward, i) => reward - (rewards.rejected[i] as number));
  return {
    accuracy: all.filter((margin) => margin > 0).length / all.length,
    margin: all.reduce((sum, margin) => sum + margin, 0) / all.length,
    pairs: all.length,
    rewards,
    first,
  };
}
