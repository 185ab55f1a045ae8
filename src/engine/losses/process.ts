import { numpy as np } from "@jax-js/jax";
import { logSigmoid } from "./precise-log.ts";

/**
 * Process supervision (docs/method.md section 3b; TRL's PRMTrainer): `BCE(σ(r_e), z_e)` in its stable form
 * `−log σ(±r_e)`, averaged over the labelled step ends of the batch, `[…]`; 0 if there are none. Consumes all arrays.
 *
 * @param rewards `[…, N, T]`
 * @param signs `[…, N, T]`: 1 at tokens of a right step, −1 at tokens of a wrong step
 * @param ends `[…, N, T]`: 1 at the labelled step ends
 */
export function processCrossEntropy(rewards: np.Array, signs: np.Array, ends: np.Array): np.Array {
  const all = (x: np.Array) => np.sum(x, [-2, -1]);
  const count = np.maximum(all(ends.ref), 1);
  return all(logSigmoid(rewards.mul(signs)).mul(ends))
    .div(count)
    .neg();
}
