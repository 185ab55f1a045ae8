import type { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { logits } from "../decoder/decoder.ts";
import { nextTokenLogProbs, weightedCrossEntropy } from "../losses/language-model.ts";
import type { Objective } from "./objective.ts";

/**
 * Cross-entropy of the next token over a batch of `padSequences`, with weight 1 for response tokens and `promptWeight`
 * for prompt tokens: with a small weight the model learns to read prompts rather than to write them. `loss/response` is
 * the cross-entropy of response tokens alone, in nats a token.
 */
export function languageModelObjective(config: DecoderConfig, promptWeight: number): Objective {
  return {
    decoder: config,
    metrics: ["loss/response"],
    carried: {},
    text: null,
    loss(params, hidden, batch) {
      const { ids, mask, response } = batch as Record<"ids" | "mask" | "response", np.Array>;
      const length = ids.shape[1] as number;
      const real = mask.slice([], [1, length]);
      const logProbs = nextTokenLogProbs(logits(config, params, hidden), ids);
      const weights = response.ref.mul(1 - promptWeight).add(real.mul(promptWeight));
      const responseLoss = weightedCrossEntropy(logProbs.ref, response);
      return [weightedCrossEntropy(logProbs, weights), responseLoss.reshape([1])];
    },
  };
}
