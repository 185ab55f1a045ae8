import { numpy as np } from "@jax-js/jax";
import { matrixProduct } from "../decoder/linear.ts";
import { materialise, materialiseGradient } from "../decoder/materialise.ts";
import { logSumExp } from "./precise-log.ts";

/**
 * Log-probabilities of the next tokens, `[B, T − 1]`: entry t is log p(token t + 1 | tokens ≤ t), from logits
 * `[B, T, V]` and token ids `[B, T]` (int32). Consumes both.
 */
export function nextTokenLogProbs(logits: np.Array, tokenIds: np.Array): np.Array {
  const [, length] = logits.shape as [number, number];
  const predicted = logits.slice([], [0, length - 1]);
  const chosen = logitsAt(predicted.ref, tokenIds.slice([], [1, length]));
  return chosen.sub(logSumExp(predicted));
}

/**
 * The entries of logits `[…, V]` at labels `[…]` (int32), `[…]`. Consumes both. Labels are compared with a range,
 * because `nn.oneHot` in jax-js 0.1.25 writes a `[V, V]` identity to memory: 9 GiB at a vocabulary of 49,152.
 */
function logitsAt(logits: np.Array, labels: np.Array): np.Array {
  const vocabulary = np.arange(logits.shape.at(-1) as number);
  const chosen = labels.reshape([...labels.shape, 1]).equal(vocabulary);
  return np.sum(np.where(chosen, logits, 0), -1);
}

/**
 * `−Σ w·log p / Σ w`, scalar: mean cross-entropy in nats a token, from `logProbs` and weights w of the predicted
 * tokens, both `[B, T − 1]`. Consumes both.
 */
export function weightedCrossEntropy(logProbs: np.Array, weights: np.Array): np.Array {
  const total = np.sum(weights.ref);
  return np.sum(logProbs.mul(weights)).neg().div(total);
}

/** The targets of a language-model loss: R positions of a batch, the tokens to predict there, and their weights. */
export type GenerationTargets = {
  /**
   * Indices into the `rows · T` positions of the batch, `[R]` int32; for a population `[runs, R]`, into the positions
   * of all runs.
   */
  positions: np.Array;
  /** Token ids, `[R]` int32; for a population `[runs, R]`. */
  labels: np.Array;
  /**
   * `1 / (B · |y|)` for the tokens of a response y to one of B prompts, 0 for padding, `[R]`; for a population
   * `[runs, R]`.
   */
  weights: np.Array;
};

/**
 * The hidden states `[…, R, H]` at positions `[…, R]` of `[…, rows, T, H]`. Consumes both.
 *
 * The result and its gradient are written to memory: in a compiled program jax-js 0.1.25 refuses to scatter a bare
 * view, and the gradient would be one as it comes out of a matrix product.
 */
export function statesAt(hidden: np.Array, positions: np.Array): np.Array {
  const width = hidden.shape.at(-1) as number;
  return materialise(hidden.reshape([-1, width]).slice(positions));
}

type LabelTargets = Pick<GenerationTargets, "labels" | "weights">;

/**
 * `−Σ w·log p(label)`, `[…]`, with the head `[V, H]` evaluated at the targets' states `[…, R, H]` alone. Consumes
 * states, head, labels and weights.
 */
export function targetCrossEntropy(states: np.Array, head: np.Array, targets: LabelTargets): np.Array {
  return labelCrossEntropy(materialiseGradient(matrixProduct(states, np.matrixTranspose(head))), targets);
}

/** `−Σ w·log p(label)`, `[…]`, from logits `[…, R, V]`. Consumes all arrays. */
export function labelCrossEntropy(logits: np.Array, { labels, weights }: LabelTargets): np.Array {
  const chosen = logitsAt(logits.ref, labels);
  const logProbs = chosen.sub(logSumExp(logits));
  return np.sum(logProbs.mul(weights), -1).neg();
}
