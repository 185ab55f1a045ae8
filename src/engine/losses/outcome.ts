import { numpy as np } from "@jax-js/jax";
import { logSigmoid } from "./precise-log.ts";

/**
 * `BCE(σ(r_n), z)`, averaged over responses, in its stable form `−log σ((2z − 1)·r_n)`, `[…]`. Consumes both arrays.
 *
 * @param outcomes outcome rewards `[…, N]`
 * @param labels `[N]`, 1 right, 0 wrong
 */
export function outcomeCrossEntropy(outcomes: np.Array, labels: np.Array): np.Array {
  return np.mean(logSigmoid(outcomes.mul(labels.mul(2).sub(1))), -1).neg();
}
