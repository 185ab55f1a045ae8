import { numpy as np } from "@jax-js/jax";
import { LORA_A, LORA_B, LORA_SCALE } from "./lora.ts";
import type { Parameters } from "./parameters.ts";
import { alongLastAxis, asFactor } from "./population.ts";

/**
 * `x Wᵀ (+ b)` for a PyTorch-style weight `[out, in]` named `${name}.weight`; x `[…, in]` (consumed) → `[…, out]`.
 * Borrows the parameters.
 */
export function linear(params: Parameters, name: string, x: np.Array): np.Array {
  const [input, adapted] = adapt(params, name, x);
  return addBias(params, name, matrixProduct(input, np.matrixTranspose(borrow(params, `${name}.weight`))), adapted);
}

/** `x W + b` for GPT-2's Conv1D weight `[in, out]`; x `[…, in]` (consumed) → `[…, out]`. Borrows the parameters. */
export function conv1d(params: Parameters, name: string, x: np.Array): np.Array {
  const [input, adapted] = adapt(params, name, x);
  return addBias(params, name, matrixProduct(input, borrow(params, `${name}.weight`)), adapted);
}

/**
 * Returns x and, if the layer has an adapter, `α/r · B A x`, else null. Takes over x `[…, in]`, borrows the parameters.
 */
function adapt(params: Parameters, name: string, x: np.Array): [np.Array, np.Array | null] {
  if (!(`${name}.${LORA_A}` in params)) return [x, null];
  const low = matrixProduct(x.ref, np.matrixTranspose(borrow(params, `${name}.${LORA_A}`)));
  const high = matrixProduct(low, np.matrixTranspose(borrow(params, `${name}.${LORA_B}`)));
  return [x, high.mul(asFactor(borrow(params, `${name}.${LORA_SCALE}`), x.ndim))];
}

function addBias(params: Parameters, name: string, y: np.Array, adapted: np.Array | null): np.Array {
  const sum = adapted ? y.add(adapted) : y;
  return `${name}.bias` in params ? sum.add(alongLastAxis(borrow(params, `${name}.bias`), sum)) : sum;
}

/** A new reference to a parameter, which the caller keeps; throws if the model has no such tensor. */
export function borrow(params: Parameters, name: string): np.Array {
  const parameter = params[name];
  if (!parameter) throw new Error(`The decoder asked for the tensor ${name}, which its parameters lack.`);
  return parameter.ref;
}

/**
 * `x W` for x `[…, in]` and W `[in, out]`, both consumed, as one product over all leading axes: jax-js runs this
 * product and its gradient with respect to W about twice as fast as a batched product. With the weights of all runs,
 * `[R, in, out]`, x is `[R, …, in]`.
 */
export function matrixProduct(x: np.Array, w: np.Array): np.Array {
  const leading = x.shape.slice(0, -1);
  const [inner, outer] = w.shape.slice(-2) as [number, number];
  return np.matmul(x.reshape([...w.shape.slice(0, -2), -1, inner]), w).reshape([...leading, outer]);
}
