import { numpy as np } from "@jax-js/jax";
import { bradleyTerry } from "../losses/bradley-terry.ts";
import { outcomeConsistency, pairwiseConsistency, stepConsistency, type Trajectories } from "../losses/consistency.ts";
import { outcomeCrossEntropy } from "../losses/outcome.ts";
import { complement, factor } from "../losses/per-run.ts";
import { processCrossEntropy } from "../losses/process.ts";
import type { Batch } from "./objective.ts";
import { padPairs } from "./pair-batch.ts";
import { asPairs, type Example, type Response } from "./pairs.ts";
import { NORMALISER, type PreferenceTerms } from "./preference-objective.ts";
import { PlainLayout } from "./row-layout.ts";
import { padSteps } from "./step-batch.ts";
import { type AfterError, tokenLabels } from "./step-labels.ts";

/**
 * The terms of a loss as functions of the rewards `[N, T]` of one example's batch, each multiplied by its share in the
 * total.
 */
export interface SignalTerms {
  pad(example: Example): Batch;
  /** The outcome term, scalar. Consumes the rewards and all arrays of the batch. */
  outcome(rewards: np.Array, batch: Batch): np.Array;
  /**
   * The consistency term, scalar; null if the loss has none. Consumes the rewards and all arrays of the batch, which
   * includes the normaliser.
   */
  consistency: ((rewards: np.Array, batch: Batch) => np.Array) | null;
  /** Whether means are taken over the whole padded row. */
  wholeRow: boolean;
  /** For every response token the sign of its step; null if steps have no labels. */
  signs: ((response: Response) => number[]) | null;
}

/** The terms `(1 − ρ)·L_bt` and `ρ·L_icr`. */
export function pairTerms({ bradleyTerry: settings, consistency }: PreferenceTerms, padTokenId: number): SignalTerms {
  const rho = consistency?.rho ?? 0;
  return {
    pad: padOne(padTokenId),
    wholeRow: consistency?.baseline === "row",
    signs: null,
    outcome(rewards, batch) {
      const { last, margins } = take(batch, "last", "margins");
      const [chosen, rejected] = np.split(np.sum(rewards.mul(last), -1), 2) as [np.Array, np.Array];
      return bradleyTerry(settings, chosen, rejected, margins).mul(factor(complement(rho), 0));
    },
    consistency:
      consistency &&
      ((rewards, batch) => {
        const { response, q, edges, [NORMALISER]: normaliser } = take(batch, "response", "q", "edges", NORMALISER);
        const rows = Object.entries({ rewards, response, q, edges }).map(([name, all]) => [name, np.split(all, 2)]);
        const side = (i: number) =>
          Object.fromEntries(rows.map(([name, parts]) => [name, (parts as np.Array[])[i]])) as unknown as Trajectories;
        return pairwiseConsistency(consistency, side(0), side(1), normaliser).loss.mul(factor(rho, 0));
      }),
  };
}

/** The terms `(1 − ρ)·L_out` and `ρ·L_icr`, where chosen responses are right and rejected ones are wrong. */
export function outcomeTerms({ consistency }: PreferenceTerms, padTokenId: number): SignalTerms {
  const rho = consistency?.rho ?? 0;
  const labels = () => np.array([1, 0]);
  return {
    pad: padOne(padTokenId),
    wholeRow: consistency?.baseline === "row",
    signs: null,
    outcome(rewards, batch) {
      const { last } = take(batch, "last");
      return outcomeCrossEntropy(np.sum(rewards.mul(last), -1), labels()).mul(factor(complement(rho), 0));
    },
    consistency:
      consistency &&
      ((rewards, batch) => {
        const { response, q, edges, [NORMALISER]: normaliser } = take(batch, "response", "q", "edges", NORMALISER);
        const term = outcomeConsistency(consistency, { rewards, response, q, edges }, labels(), normaliser);
        return term.loss.mul(factor(rho, 0));
      }),
  };
}

/** The terms `(1 − ρ)·L_prm` and `ρ·L_icr`. */
export function processTerms(
  { consistency }: PreferenceTerms,
  padTokenId: number,
  afterError: AfterError,
): SignalTerms {
  const rho = consistency?.rho ?? 0;
  return {
    pad: (example) => padSteps(new PlainLayout([[example]]), padTokenId, afterError),
    wholeRow: false,
    signs: (response) => tokenLabels(response, afterError).signs.slice(response.responseStart),
    outcome(rewards, batch) {
      const { signs, ends } = take(batch, "signs", "ends");
      return processCrossEntropy(rewards, signs, ends).mul(factor(complement(rho), 0));
    },
    consistency:
      consistency &&
      ((rewards, batch) => {
        const { signs, response, q, edges, [NORMALISER]: normaliser } = take(batch, ...STEP_INPUTS);
        const term = stepConsistency(consistency, { rewards, response, q, edges }, signs, normaliser);
        return term.loss.mul(factor(rho, 0));
      }),
  };
}

const STEP_INPUTS = ["signs", "response", "q", "edges", NORMALISER] as const;

function padOne(padTokenId: number) {
  return (example: Example) => padPairs(asPairs([example], "of this run"), padTokenId);
}

/** Takes arrays out of a batch by name and disposes of the others. */
function take<Name extends string>(batch: Batch, ...names: Name[]): Record<Name, np.Array> {
  for (const [name, array] of Object.entries(batch)) if (!names.includes(name as Name)) array.dispose();
  return Object.fromEntries(names.map((name) => [name, batch[name]])) as Record<Name, np.Array>;
}
