import { grad, jit, numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import type { Batch } from "./objective.ts";
import { trunkInput } from "./objective.ts";
import { type Example, exampleResponses, type Response } from "./pairs.ts";
import { NORMALISER } from "./preference-objective.ts";
import { PlainLayout } from "./row-layout.ts";
import type { SignalTerms } from "./signal-terms.ts";
import { ALL_LAYERS, type Trunk } from "./trunk.ts";

/** What training does to the rewards of one response at one step. */
export interface ResponseSignal {
  /** Process rewards at the last prompt token and at every response token. */
  rewards: number[];
  /** The rewards' mean in the consistency term; the other response's rewards are compared with it. */
  mean: number;
  /** `∂((1 − ρ)·L)/∂r_t` at every response token, where L is the run's main term: `L_bt`, `L_out` or `L_prm`. */
  outcome: number[];
  /** `∂(ρ·L_icr)/∂r_t` at every response token; null if the loss has no consistency term. */
  consistency: number[] | null;
  /** In a run that learns from steps, the label of every response token: 1 right, −1 wrong, 0 none. */
  signs?: number[];
}

/** The signals of a pair; a single response is in the place of the chosen one, and `rejected` is empty. */
export interface PairSignal {
  chosen: ResponseSignal;
  rejected: ResponseSignal;
}

/**
 * Computes the rewards of an example and the gradient of every term with respect to them, as if the example were a
 * batch.
 */
export interface SignalProbe {
  /** Borrows the parameters. `normaliser`: the running Z, which is not updated. */
  probe(params: Parameters, example: Example, normaliser: number): Promise<PairSignal>;
  dispose(): void;
}

/** @param decoder borrowed; it begins at the layer where the trunk ends. The trunk is borrowed as well */
export function createSignalProbe(decoder: DecoderForward, terms: SignalTerms, trunk: Trunk = ALL_LAYERS): SignalProbe {
  const rewards = jit((head: Parameters, hidden: np.Array) => {
    const all = rewardsAt(head, hidden);
    disposeParameters(head);
    return all;
  });
  const outcomeGradient = jit(grad(terms.outcome));
  const consistencyGradient = terms.consistency && jit(grad(terms.consistency));

  return {
    async probe(params, example, normaliser) {
      const { ids, states, mask, ...rest } = await trunk.feed(terms.pad(example), new PlainLayout([[example]]).spans);
      const hidden = await decoder.hiddenStates(params, trunkInput({ ids, states } as Batch), mask as np.Array);
      const r = rewards(valueHeadOf(params), hidden) as np.Array;
      const values = (await r.ref.jsAsync()) as number[][];
      const outcome = await rowsOf(outcomeGradient(r.ref, borrowed(rest)));
      const batch = { ...borrowed(rest), [NORMALISER]: np.array(normaliser) };
      const dense = consistencyGradient ? await rowsOf(consistencyGradient(r.ref, batch)) : null;
      if (!dense) disposeParameters(batch);
      disposeParameters(rest);
      r.dispose();
      const signalOf = (row: number, { ids: tokens, responseStart }: Response): ResponseSignal => ({
        rewards: (values[row] as number[]).slice(responseStart - 1, tokens.length),
        mean: mean(
          terms.wholeRow ? (values[row] as number[]) : (values[row] as number[]).slice(responseStart, tokens.length),
        ),
        outcome: (outcome[row] as number[]).slice(responseStart, tokens.length),
        consistency: dense && (dense[row] as number[]).slice(responseStart, tokens.length),
      });
      const [chosen, rejected = NOTHING] = exampleResponses(example).map((response, row) => ({
        ...signalOf(row, response),
        ...(terms.signs && { signs: terms.signs(response) }),
      }));
      return { chosen: chosen as ResponseSignal, rejected };
    },
    dispose() {
      rewards.dispose();
      outcomeGradient.dispose();
      consistencyGradient?.dispose();
    },
  };
}

const NOTHING: ResponseSignal = { rewards: [], mean: 0, outcome: [], consistency: null };

function borrowed(batch: Batch): Batch {
  return Object.fromEntries(Object.entries(batch).map(([name, array]) => [name, array.ref]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function rowsOf(gradient: unknown): Promise<number[][]> {
  return (await (gradient as np.Array).jsAsync()) as number[][];
}
