import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { logits } from "../decoder/decoder.ts";
import { type DpoSettings, dpo } from "../losses/dpo.ts";
import { nextTokenLogProbs } from "../losses/language-model.ts";
import { padSequences } from "./batching.ts";
import type { Batch, Objective } from "./objective.ts";
import { PAIR_BUCKET, type Response, type TokenPair } from "./pairs.ts";
import { outcomeMetrics } from "./preference-objective.ts";

/**
 * Metrics under TRL's names. Rewards are the implicit ones; `logps/*` are sums over response tokens in nats. All are
 * means over pairs.
 */
const METRICS = [
  "rewards/accuracies",
  "rewards/margins",
  "rewards/chosen",
  "rewards/rejected",
  "logps/chosen",
  "logps/rejected",
] as const;

/**
 * Arrays of B pairs whose `q` are the reference's probabilities: the arrays of `padSequences`, chosen rows first, and
 * `reference [2B, T − 1]`, which is `log π_ref` of response token t + 1 and 0 elsewhere. The caller owns them.
 */
export function padPolicyPairs(pairs: readonly TokenPair[], padTokenId: number): Batch {
  const rows = [...pairs.map(({ chosen }) => chosen), ...pairs.map(({ rejected }) => rejected)];
  const batch = padSequences(rows, padTokenId, PAIR_BUCKET);
  const [, predicted] = (batch.response as np.Array).shape as [number, number];
  const reference = new Float32Array(rows.length * predicted);
  for (const [b, row] of rows.entries()) reference.set(referenceLogProbs(row), b * predicted + row.responseStart - 1);
  return { ...batch, reference: np.array(reference, { shape: [rows.length, predicted] }) };
}

/** `log π_ref` of every token of a response. */
function referenceLogProbs({ q }: Response): number[] {
  return (q ?? []).map(Math.log);
}

/** The objective of direct preference optimisation on a batch of `padPolicyPairs`. */
export function dpoObjective(config: DecoderConfig, settings: DpoSettings): Objective {
  return {
    decoder: config,
    metrics: METRICS,
    carried: {},
    text: null,
    loss(params, hidden, batch) {
      const { ids, mask, response, reference } = batch as Record<"ids" | "mask" | "response" | "reference", np.Array>;
      mask.dispose();
      const policy = nextTokenLogProbs(logits(config, params, hidden), ids).mul(response);
      const [chosen, rejected] = np.split(np.sum(policy.ref.sub(reference), -1), 2) as [np.Array, np.Array];
      const { loss, chosenRewards, rejectedRewards } = dpo(settings, chosen, rejected);
      const [chosenLogProbs, rejectedLogProbs] = np.split(np.sum(policy, -1), 2) as [np.Array, np.Array];
      return [
        loss,
        np.stack([
          ...outcomeMetrics(chosenRewards, rejectedRewards),
          np.mean(chosenLogProbs),
          np.mean(rejectedLogProbs),
        ]),
      ];
    },
  };
}
