import { grad, jit, numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import { bradleyTerry } from "../losses/bradley-terry.ts";
import { outcomeConsistency, pairwiseConsistency, type Trajectories } from "../losses/consistency.ts";
import { outcomeCrossEntropy } from "../losses/outcome.ts";
import { complement, factor } from "../losses/per-run.ts";
import type { Batch } from "./objective.ts";
import { padPairs, rowsOfPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";
import type { PreferenceTerms } from "./preference-objective.ts";
import { ALL_LAYERS, type Trunk, trunkInput } from "./trunk.ts";

/** What training does to one response at one moment. */
export interface ResponseSignal {
  /** Process rewards at the last prompt token and at every response token. */
  rewards: number[];
  /** Their mean as the consistency term takes it: what the other response's rewards are held against. */
  mean: number;
  /** `∂((1 − ρ)·L_bt)/∂r_t`, of an outcome-labelled run `∂((1 − ρ)·L_out)/∂r_t`, at every response token. */
  outcome: number[];
  /** `∂(ρ·L_icr)/∂r_t` at every response token; null without the term. */
  consistency: number[] | null;
}

export interface PairSignal {
  chosen: ResponseSignal;
  rejected: ResponseSignal;
}

/** Reads the rewards of a pair and the gradient of every term with respect to them, as if the pair were the batch. */
export interface SignalProbe {
  /** Borrows the parameters. `normaliser`: the running Z, left as it is. */
  probe(params: Parameters, pair: TokenPair, normaliser: number): Promise<PairSignal>;
  dispose(): void;
}

/**
 * @param decoder borrowed; it begins where the trunk does, which is borrowed as well
 * @param options.labelled the run learns from right and wrong instead of from pairs: chosen is right, rejected wrong
 */
export function createSignalProbe(
  decoder: DecoderForward,
  terms: PreferenceTerms,
  padTokenId: number,
  { trunk = ALL_LAYERS, labelled = false }: { trunk?: Trunk; labelled?: boolean } = {},
): SignalProbe {
  const rewards = jit((head: Parameters, hidden: np.Array) => {
    const all = rewardsAt(head, hidden);
    disposeParameters(head);
    return all;
  });
  const { consistency } = terms;
  const rho = consistency?.rho ?? 0;
  const wholeRow = consistency?.baseline === "row";
  const outcomeGradient = jit(
    grad((r: np.Array, last: np.Array, margins: np.Array) => {
      const outcomes = np.sum(r.mul(last), -1);
      if (labelled) {
        margins.dispose();
        return outcomeCrossEntropy(outcomes, np.array(LABELS)).mul(factor(complement(rho), 0));
      }
      const [chosen, rejected] = np.split(outcomes, 2) as [np.Array, np.Array];
      return bradleyTerry(terms.bradleyTerry, chosen, rejected, margins).mul(factor(complement(rho), 0));
    }),
  );
  const consistencyGradient =
    consistency &&
    jit(
      grad((r: np.Array, { response, q, edges, normaliser }: Batch) => {
        if (labelled) {
          const all = { rewards: r, response, q, edges } as Trajectories;
          return outcomeConsistency(consistency, all, np.array(LABELS), normaliser as np.Array).loss.mul(
            factor(rho, 0),
          );
        }
        const [chosen, rejected] = [0, 1].map((row) => rowOf(row, r, response, q, edges)) as [
          Trajectories,
          Trajectories,
        ];
        for (const array of [r, response, q, edges]) array?.dispose();
        return pairwiseConsistency(consistency, chosen, rejected, normaliser as np.Array).loss.mul(factor(rho, 0));
      }),
    );

  return {
    async probe(params, pair, normaliser) {
      const batch = await trunk.feed(padPairs([pair], padTokenId), rowsOfPairs([pair]));
      const hidden = await decoder.hiddenStates(params, trunkInput(batch).ref, (batch.mask as np.Array).ref);
      const { last, margins, response, q, edges, ...read } = batch;
      disposeParameters(read);
      const r = rewards(valueHeadOf(params), hidden) as np.Array;
      const values = (await r.ref.jsAsync()) as number[][];
      const outcome = await rowsOf(outcomeGradient(r.ref, last as np.Array, margins as np.Array));
      const carried = { response, q, edges, normaliser: np.array(normaliser) } as Batch;
      const dense = consistencyGradient ? await rowsOf(consistencyGradient(r.ref, carried)) : null;
      if (!consistencyGradient) disposeParameters(carried as Parameters);
      r.dispose();
      const signalOf = (row: number, { ids: tokens, responseStart }: Response): ResponseSignal => ({
        rewards: (values[row] as number[]).slice(responseStart - 1, tokens.length),
        mean: mean(
          wholeRow ? (values[row] as number[]) : (values[row] as number[]).slice(responseStart, tokens.length),
        ),
        outcome: (outcome[row] as number[]).slice(responseStart, tokens.length),
        consistency: dense && (dense[row] as number[]).slice(responseStart, tokens.length),
      });
      return { chosen: signalOf(0, pair.chosen), rejected: signalOf(1, pair.rejected) };
    },
    dispose() {
      rewards.dispose();
      outcomeGradient.dispose();
      consistencyGradient?.dispose();
    },
  };
}

/** Chosen is right, rejected is wrong. */
const LABELS = [1, 0];

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rowOf(row: number, rewards: np.Array, ...[response, q, edges]: (np.Array | undefined)[]): Trajectories {
  const pick = (array: np.Array) => array.ref.slice([row, row + 1]);
  return {
    rewards: pick(rewards),
    response: pick(response as np.Array),
    q: pick(q as np.Array),
    edges: pick(edges as np.Array),
  };
}

async function rowsOf(gradient: unknown): Promise<number[][]> {
  return (await (gradient as np.Array).jsAsync()) as number[][];
}
