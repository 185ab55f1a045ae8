import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { rewardsAt } from "../decoder/value-head.ts";
import { type ConsistencySettings, outcomeConsistency } from "../losses/consistency.ts";
import { INITIAL_NORMALISER } from "../losses/edge-kinds.ts";
import { outcomeCrossEntropy } from "../losses/outcome.ts";
import type { PerRun } from "../losses/per-run.ts";
import { disposePart, ofWhole, splitPart } from "./batch-part.ts";
import type { Objective } from "./objective.ts";
import {
  BATCH_WEIGHT,
  blend,
  NORMALISER,
  OUTCOME_METRICS,
  outcomeMetrics,
  outcomes,
  takeInputs,
} from "./preference-objective.ts";

/**
 * The objective `L = ρ·L_icr + (1 − ρ)·L_out` on a batch of `padPairs`: chosen responses are right, rejected ones are
 * wrong.
 */
export function outcomeObjective(
  config: DecoderConfig,
  consistency: (ConsistencySettings & { rho: PerRun }) | null,
): Objective {
  return {
    decoder: config,
    metrics: [...OUTCOME_METRICS, "loss/outcome", ...(consistency ? ["loss/icr", BATCH_WEIGHT, NORMALISER] : [])],
    carried: consistency ? { [NORMALISER]: INITIAL_NORMALISER } : {},
    text: null,
    loss(params, hidden, batch) {
      const { part, rest } = splitPart(batch);
      const arrays = takeInputs(rest, consistency !== null);
      arrays.margins.dispose();
      const rewards = rewardsAt(params, hidden);
      const [right, wrong] = outcomes(rewards.ref, arrays.last);
      const pairs = right.shape.at(-1) as number;
      const labels = np.concatenate([np.ones([pairs]), np.zeros([pairs])]);
      const entropy = ofWhole(outcomeCrossEntropy(np.concatenate([right.ref, wrong.ref], -1), labels.ref), part);
      const metrics = [...outcomeMetrics(right, wrong).map((x) => ofWhole(x, part)), entropy.ref];
      if (!consistency) {
        disposePart(part);
        rewards.dispose();
        labels.dispose();
        return [entropy, np.stack(metrics)];
      }
      const { response, q, edges } = arrays.edges as { response: np.Array; q: np.Array; edges: np.Array };
      const trajectories = { rewards, response, q, edges };
      const term = outcomeConsistency(consistency, trajectories, labels, arrays.normaliser as np.Array, part);
      disposePart(part);
      const loss = blend(consistency.rho, term.loss.ref, entropy);
      return [loss, np.stack([...metrics, term.loss, term.weight, term.normaliser])];
    },
  };
}
