import { lax, type numpy as np } from "@jax-js/jax";
import { type GenerationTargets, statesAt, targetCrossEntropy } from "./language-model.ts";
import { complement, factor, type PerRun } from "./per-run.ts";

/** The share of the second head's gradient that reaches the backbone (paper and GRM: 0.001). */
const WEIGHT_RATIO = 0.001;

/** Returns `hidden` `[…, B, T, H]`, which is consumed; in the backward pass its gradient is multiplied by `ratio`. */
export function scaleGradient(hidden: np.Array, ratio: PerRun): np.Array {
  const { ndim } = hidden;
  return hidden.ref.mul(factor(ratio, ndim)).add(lax.stopGradient(hidden).mul(factor(complement(ratio), ndim)));
}

/**
 * `L_sft = −mean_batch( log p(y^c | x) / |y^c| )`, `[…]` (docs/method.md section 3). The head is evaluated at the
 * targets only. Consumes all arrays.
 *
 * @param hidden hidden states `[…, B, T, H]`; the gradient that flows back into them is multiplied by `ratio`
 * @param head `[V, H]`, which gets its full gradient
 * @param targets the tokens of the chosen responses
 */
export function textGeneration(
  hidden: np.Array,
  head: np.Array,
  targets: GenerationTargets,
  ratio: PerRun = WEIGHT_RATIO,
): np.Array {
  return targetCrossEntropy(generationStates(hidden, targets.positions, ratio), head, targets);
}

/**
 * The states `[…, R, H]` that the text head reads: hidden states `[…, B, T, H]` at positions `[…, R]`, with the
 * gradient into the hidden states multiplied by `ratio`. Consumes both.
 */
export function generationStates(hidden: np.Array, positions: np.Array, ratio: PerRun): np.Array {
  return scaleGradient(statesAt(hidden, positions), ratio);
}
