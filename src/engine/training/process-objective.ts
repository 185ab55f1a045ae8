import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { rewardsAt } from "../decoder/value-head.ts";
import { type ConsistencySettings, stepConsistency } from "../losses/consistency.ts";
import { INITIAL_NORMALISER } from "../losses/edge-kinds.ts";
import type { PerRun } from "../losses/per-run.ts";
import { processCrossEntropy } from "../losses/process.ts";
import { disposePart, ofWhole, splitPart } from "./batch-part.ts";
import type { Objective } from "./objective.ts";
import { BATCH_WEIGHT, blend, NORMALISER } from "./preference-objective.ts";

/**
 * The objective `L = ρ·L_icr + (1 − ρ)·L_prm` (docs/method.md section 3b) on a batch of `padSteps`. `accuracy` is the
 * share of labelled step ends whose reward is on the side of 0 that the label says; `margin` is the mean signed
 * distance from 0.
 */
export function processObjective(
  config: DecoderConfig,
  consistency: (ConsistencySettings & { rho: PerRun }) | null,
): Objective {
  return {
    decoder: config,
    metrics: ["accuracy", "margin", "loss/prm", ...(consistency ? ["loss/icr", BATCH_WEIGHT, NORMALISER] : [])],
    carried: consistency ? { [NORMALISER]: INITIAL_NORMALISER } : {},
    text: null,
    loss(params, hidden, batch) {
      const { part, rest } = splitPart(batch);
      const arrays = rest as Record<Input, np.Array>;
      const { signs, ends, response, q, edges, [NORMALISER]: normaliser, ...read } = arrays;
      // The mask and the decoder's input (`ids` or `states`), which the loss does not need.
      for (const array of Object.values(read as Record<string, np.Array>)) array.dispose();
      const rewards = rewardsAt(params, hidden);
      const entropy = ofWhole(processCrossEntropy(rewards.ref, signs.ref, ends.ref), part);
      const metrics = [...endMetrics(rewards.ref, signs.ref, ends).map((x) => ofWhole(x, part)), entropy.ref];
      if (!consistency) {
        disposePart(part);
        for (const array of [rewards, signs, response, q, edges]) array.dispose();
        return [entropy, np.stack(metrics)];
      }
      const term = stepConsistency(consistency, { rewards, response, q, edges }, signs, normaliser, part);
      disposePart(part);
      const loss = blend(consistency.rho, term.loss.ref, entropy);
      return [loss, np.stack([...metrics, term.loss, term.weight, term.normaliser])];
    },
  };
}

type Input = "signs" | "ends" | "response" | "q" | "edges" | typeof NORMALISER;

/** The metrics of step ends, `[…]` each, as means over the labelled ends of arrays `[…, N, T]`. Consumes all arrays. */
function endMetrics(rewards: np.Array, signs: np.Array, ends: np.Array): np.Array[] {
  const all = (x: np.Array) => np.sum(x, [-2, -1]);
  const count = np.maximum(all(ends.ref), 1);
  const labelled = rewards.mul(signs);
  const right = np.where(labelled.ref.greater(0), 1, 0);
  return [all(right.mul(ends.ref)).div(count.ref), all(labelled.mul(ends)).div(count)];
}
