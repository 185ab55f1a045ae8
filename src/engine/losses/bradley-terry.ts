import { numpy as np } from "@jax-js/jax";
import { complement, factor, type PerRun } from "./per-run.ts";
import { logSigmoid } from "./precise-log.ts";

export interface BradleyTerrySettings {
  /** Probability e that a label is wrong: the loss is `−(1 − e)·log σ(x) − e·log σ(−x)`. */
  labelSmoothing: PerRun;
  /** TRL's centering coefficient c: adds `c·(r^c_n + r^j_m)²`, which keeps rewards around 0. */
  centerRewardsCoefficient: PerRun;
}

/**
 * Bradley–Terry loss (docs/method.md section 3): `−log σ(r^c_n − r^j_m − margin)`, averaged over pairs, `[…]`. Consumes
 * all arrays.
 *
 * @param chosen outcome rewards `[…, B]` of the chosen responses
 * @param rejected outcome rewards `[…, B]` of the rejected responses
 * @param margins `[…, B]`, the least wanted difference of the rewards; 0 for pairs without a margin
 */
export function bradleyTerry(
  { labelSmoothing, centerRewardsCoefficient }: BradleyTerrySettings,
  chosen: np.Array,
  rejected: np.Array,
  margins: np.Array,
): np.Array {
  const difference = chosen.ref.sub(rejected.ref).sub(margins);
  const axes = difference.ndim;
  const right = logSigmoid(difference.ref).mul(factor(complement(labelSmoothing), axes));
  const wrong = logSigmoid(difference.neg()).mul(factor(labelSmoothing, axes));
  const centred = np.square(chosen.add(rejected)).mul(factor(centerRewardsCoefficient, axes));
  return np.mean(centred.sub(right.add(wrong)), -1);
}
