import { numpy as np } from "@jax-js/jax";
import { bradleyTerry } from "./bradley-terry.ts";

export interface DpoSettings {
  /** β: how strongly the policy is held to the reference. */
  beta: number;
  /** Probability that a preference is labelled the wrong way round. */
  labelSmoothing: number;
}

export interface DpoTerm {
  /** The mean loss over pairs, scalar. */
  loss: np.Array;
  /** Implicit rewards `β·(log π(y | x) − log π_ref(y | x))` of the chosen responses, `[B]`. */
  chosenRewards: np.Array;
  /** Implicit rewards of the rejected responses, `[B]`. */
  rejectedRewards: np.Array;
}

/**
 * Direct preference optimisation (Rafailov et al. 2023, equation 7; docs/method.md section 6): Bradley–Terry on the
 * implicit rewards, `−(1 − e)·log σ(x) − e·log σ(−x)` with x their difference, averaged over pairs. Consumes both
 * arrays.
 *
 * The arguments are log-ratios because these are small: a difference of two log-probabilities of whole responses would
 * lose three digits of float32.
 *
 * @param chosen `log π(y | x) − log π_ref(y | x)` of the chosen responses, `[B]`, in nats
 * @param rejected `log π(y | x) − log π_ref(y | x)` of the rejected responses, `[B]`, in nats
 */
export function dpo({ beta, labelSmoothing }: DpoSettings, chosen: np.Array, rejected: np.Array): DpoTerm {
  const chosenRewards = chosen.mul(beta);
  const rejectedRewards = rejected.mul(beta);
  const settings = { labelSmoothing, centerRewardsCoefficient: 0 };
  const loss = bradleyTerry(settings, chosenRewards.ref, rejectedRewards.ref, np.zeros([1]));
  return { loss, chosenRewards, rejectedRewards };
}
