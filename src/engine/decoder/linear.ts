import { numpy as np } from "@jax-js/jax";
import { LORA_A, LORA_B, LORA_SCALE } from "./lora.ts";
import type { Parameters } from "./parameters.ts";
import { alongLastAxis, asFactor } from "./population.ts";

/** `x Wᵀ (+ b)` for a PyTorch-style weight `[out, in]` named `${name}.weight`; x `[…, in]` → `[…, out]`. */
export function linear(params: Parameters, name: string, x: np.Array): np.Array {
  const [input, adapted] = adapt(params, name, x);
  return addBias(params, name, matrixProduct(input, np.matrixTranspose(borrow(params, `${name}.weight`))), adapted);
}

/** `x W + b` for GPT-2's Conv1D weight `[in, out]`. */
export function conv1d(params: Parameters, name: string, x: np.Array): np.Array {
  const [input, adapted] = adapt(params, name, x);
  return addBias(params, name, matrixProduct(input, borrow(params, `${name}.weight`)), adapted);
}

/** The layer's input, and `α/r · B A x` where it has an adapter. */
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

/** A reference to a parameter the caller keeps; throws where the model has no such tensor. */
export function borrow(params: Parameters, name: string): np.Array {
  const parameter = params[name];
  if (!parameter) throw new Error(`The decoder asked for the tensor ${name}, which its parameters lack.`);
  return parameter.ref;
}

/**
 * `x W` for x `[…, in]` and W `[in, out]`, as one product over all leading axes: jax-js runs it at about twice the rate
 * of a batched product, and its gradient with respect to W as well. With the weights of all runs, `[R, in, out]`, x is
 * `[R, …, in]`.
 */
export function matrixProduct(x: np.Array, w: np.Array): np.Array {
  const leading = x.shape.slice(0, -1);
  const [inner, outer] = w.shape.slice(-2) as [number, number];
  return np.matmul(x.reshape([...w.shape.slice(0, -2), -1, inner]), w).reshape([...leading, outer]);
}
