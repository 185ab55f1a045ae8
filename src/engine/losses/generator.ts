import type { numpy as np } from "@jax-js/jax";
import { type GenerationTargets, statesAt, targetCrossEntropy } from "./language-model.ts";

/**
 * The loss that adapts a generator, the paper's first stage (docs/method.md section 3): `L_gen = −mean_batch( log p(y^c
 * | x) / |y^c| ) − mean_batch( log p(y^j | x) / |y^j| )`, scalar. Consumes all arrays.
 *
 * Every response is divided by its own length. The published code divides the rejected response by the length of the
 * chosen one, so that a rejected response counts more if it is the longer of the two; nothing in the paper asks for
 * that.
 *
 * @param hidden hidden states `[2B, T, H]`
 * @param head `[V, H]`: the generator's own output embedding
 * @param targets the tokens of the chosen and of the rejected responses
 */
export function generatorLoss(hidden: np.Array, head: np.Array, targets: GenerationTargets): np.Array {
  return targetCrossEntropy(statesAt(hidden, targets.positions), head, targets);
}
