import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { TEXT_HEAD_WEIGHT } from "../decoder/text-head.ts";
import { rewardsAt } from "../decoder/value-head.ts";
import { type BradleyTerrySettings, bradleyTerry } from "../losses/bradley-terry.ts";
import { type ConsistencySettings, pairwiseConsistency, type Trajectories } from "../losses/consistency.ts";
import { INITIAL_NORMALISER } from "../losses/edge-kinds.ts";
import { complement, factor, type PerRun } from "../losses/per-run.ts";
import { disposePart, ofWhole, splitPart } from "./batch-part.ts";
import { type Batch, type Objective, TEXT_METRIC } from "./objective.ts";

/** The terms of the total loss in docs/method.md section 3; a term that is null is not computed. */
export interface PreferenceTerms {
  bradleyTerry: BradleyTerrySettings;
  /** `L_sft`, the text-generation term of the paper's base GRM. */
  textGeneration: { weightRatio: PerRun } | null;
  /** `L_icr` and its share ρ > 0 of the preference loss. */
  consistency: (ConsistencySettings & { rho: PerRun }) | null;
}

export const OUTCOME_METRICS = ["accuracy", "margin", "rewards/chosen", "rewards/rejected"] as const;
export const NORMALISER = "icr/normaliser";
export const BATCH_WEIGHT = "icr/weight";

/** The objective `L = L_sft + ρ·L_icr + (1 − ρ)·L_bt` on a batch of `padPairs`. */
export function preferenceObjective(config: DecoderConfig, terms: PreferenceTerms): Objective {
  const { textGeneration: generation, consistency } = terms;
  return {
    decoder: config,
    metrics: [
      ...OUTCOME_METRICS,
      "loss/bt",
      ...(consistency ? ["loss/icr", BATCH_WEIGHT, NORMALISER] : []),
      ...(generation ? [TEXT_METRIC] : []),
    ],
    carried: consistency ? { [NORMALISER]: INITIAL_NORMALISER } : {},
    text: generation && { head: TEXT_HEAD_WEIGHT, weightRatio: generation.weightRatio },
    loss(params, hidden, batch) {
      const { part, rest } = splitPart(batch);
      const arrays = takeInputs(rest, consistency !== null);
      const rewards = rewardsAt(params, hidden);
      const [chosen, rejected] = outcomes(rewards.ref, arrays.last);
      const preference = ofWhole(bradleyTerry(terms.bradleyTerry, chosen.ref, rejected.ref, arrays.margins), part);
      const metrics = [...outcomeMetrics(chosen, rejected).map((x) => ofWhole(x, part)), preference.ref];
      let loss = preference;

      if (consistency) {
        const { edges } = arrays;
        const [first, second] = halves({ ...(edges as Omit<Trajectories, "rewards">), rewards });
        const term = pairwiseConsistency(consistency, first, second, arrays.normaliser as np.Array, part);
        loss = blend(consistency.rho, term.loss.ref, loss);
        metrics.push(term.loss, term.weight, term.normaliser);
      } else {
        rewards.dispose();
      }
      disposePart(part);
      return [loss, np.stack(metrics)];
    },
  };
}

/** `ρ·L_icr + (1 − ρ)·L` of two losses `[…]`. Consumes both. */
export function blend(rho: PerRun, consistency: np.Array, other: np.Array): np.Array {
  const { ndim } = other;
  return other.mul(factor(complement(rho), ndim)).add(consistency.mul(factor(rho, ndim)));
}

/**
 * Outcome rewards `[…, B]` of chosen and of rejected rows, from rewards `[…, 2B, T]` and the mask of the last tokens
 * `[…, 2B, T]`. Consumes both.
 */
export function outcomes(rewards: np.Array, last: np.Array): [np.Array, np.Array] {
  return np.split(np.sum(rewards.mul(last), -1), 2, -1) as [np.Array, np.Array];
}

/**
 * Share of pairs ranked right (a tie is wrong), mean margin and both mean outcome rewards, `[…]` each, from outcome
 * rewards `[…, B]`. Consumes both.
 */
export function outcomeMetrics(chosen: np.Array, rejected: np.Array): np.Array[] {
  const margin = chosen.ref.sub(rejected.ref);
  const right = np.where(margin.ref.greater(0), 1, 0);
  return [right, margin, chosen, rejected].map((x) => np.mean(x, -1));
}

/** Splits rows `[…, 2B, T]` into chosen and rejected ones, `[…, B, T]` each. Consumes the arrays. */
function halves(all: Trajectories): [Trajectories, Trajectories] {
  const entries = Object.entries(all).map(([name, array]) => [name, np.split(array, 2, -2)] as const);
  const half = (i: number) => Object.fromEntries(entries.map(([name, parts]) => [name, parts[i]]));
  return [half(0), half(1)] as unknown as [Trajectories, Trajectories];
}

/** Picks the arrays of a batch of `padPairs` that terms on rewards need, and disposes of the others. Consumes the batch. */
export function takeInputs(batch: Batch, consistency: boolean) {
  const { last, margins, response, q, edges, [NORMALISER]: normaliser, ...rest } = batch as Record<string, np.Array>;
  for (const array of Object.values(rest)) array.dispose();
  if (!consistency) for (const array of [response, q, edges]) array?.dispose();
  return { last: last as np.Array, margins: margins as np.Array, edges: { response, q, edges }, normaliser };
}
