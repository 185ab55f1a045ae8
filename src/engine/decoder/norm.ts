import { numpy as np } from "@jax-js/jax";
import { borrow } from "./linear.ts";
import type { Parameters } from "./parameters.ts";
import { alongLastAxis } from "./population.ts";

/**
 * `x / √(mean(x²) + ε) · g` over the last axis (Zhang & Sennrich 2019). Consumes x and keeps its shape; borrows the
 * parameters.
 */
export function rmsNorm(params: Parameters, name: string, x: np.Array, epsilon: number): np.Array {
  const meanSquare = np.mean(np.square(x.ref), -1, { keepdims: true });
  const scale = np.reciprocal(np.sqrt(meanSquare.add(epsilon)));
  return x.mul(scale).mul(alongLastAxis(borrow(params, `${name}.weight`), x));
}

/**
 * `(x − mean) / √(var + ε) · g + b` over the last axis (Ba et al. 2016). Consumes x and keeps its shape; borrows the
 * parameters.
 */
export function layerNorm(params: Parameters, name: string, x: np.Array, epsilon: number): np.Array {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  const scale = np.reciprocal(np.sqrt(variance.add(epsilon)));
  return centred
    .mul(scale)
    .mul(alongLastAxis(borrow(params, `${name}.weight`), x))
    .add(alongLastAxis(borrow(params, `${name}.bias`), x));
}
