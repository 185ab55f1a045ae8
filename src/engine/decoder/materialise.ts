import { numpy as np } from "@jax-js/jax";

/**
 * Identity that makes jax-js write `x` to memory. Consumes x and keeps its shape.
 *
 * jax-js 0.1.25 fuses reshapes and transposes into the matrix product that reads them and then loses its SIMD kernel.
 * Two negations survive its simplifier and so break the fusion. To see whether upstream still needs this, replace the
 * body by `return x` and compare `npm run bench -- --only pretraining`.
 */
export function materialise(x: np.Array): np.Array {
  return np.negative(np.negative(x));
}

/**
 * Identity whose gradient jax-js writes to memory before anything reads it. Consumes x and keeps its shape.
 *
 * The gradient of a matrix product's weight is itself a product. If that product is the only reader of one of its
 * factors (no lower layer needs a gradient), jax-js 0.1.25 computes the factor, exponentials and all, anew for every
 * element of the result. Adding a row and cutting it off again makes the gradient a padding, and padded arrays are
 * written to memory. To see whether upstream still needs this, replace the body by `return x` and compare
 * `npm run bench -- --only frozen-layers`.
 */
export function materialiseGradient(x: np.Array): np.Array {
  const rows = x.shape[0] as number;
  const none = x.shape.slice(1).map((): [number, number] => [0, 0]);
  return np.pad(x, [[0, 1], ...none]).slice([0, rows]);
}
