import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import type { ValueHead } from "../checkpoint/value-head.ts";
import { borrow } from "./linear.ts";
import type { Parameters } from "./parameters.ts";
import { alongLastAxis, asFactor } from "./population.ts";

/** TRL's names for the value head: Linear(hidden, 1) on every position. */
export const VALUE_HEAD_WEIGHT = "v_head.summary.weight";
export const VALUE_HEAD_BIAS = "v_head.summary.bias";

/**
 * A reward at every position (docs/method.md section 1, `r_t`): hidden states `[…, T, hidden]` → `[…, T]`. Consumes
 * `hidden`, borrows the parameters.
 */
export function rewardsAt(params: Parameters, hidden: np.Array): np.Array {
  const weight = np.squeeze(borrow(params, VALUE_HEAD_WEIGHT), -2);
  const bias = np.squeeze(borrow(params, VALUE_HEAD_BIAS), -1);
  const rewards = np.sum(hidden.mul(alongLastAxis(weight, hidden)), -1);
  return rewards.add(asFactor(bias, rewards.ndim));
}

/** New references to the value head's parameters, for a program that consumes them. */
export function valueHeadOf(params: Parameters): Parameters {
  const names = [VALUE_HEAD_WEIGHT, VALUE_HEAD_BIAS];
  return Object.fromEntries(names.map((name) => [name, borrow(params, name)]));
}

/** A checkpoint's value head as tensors under TRL's names. */
export function valueHeadTensors({ weight, bias }: ValueHead): [string, Tensor][] {
  return [
    [VALUE_HEAD_WEIGHT, { shape: [1, weight.length], data: weight }],
    [VALUE_HEAD_BIAS, { shape: [1], data: Float32Array.of(bias) }],
  ];
}
