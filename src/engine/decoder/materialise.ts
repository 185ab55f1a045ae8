import { numpy as np } from "@jax-js/jax";

/**
 * Identity that makes jax-js write `x` to memory.
 *
 * jax-js 0.1.25 fuses reshapes and transposes into the matrix product that reads them and then loses its SIMD kernel.
 * Two negations survive its simplifier and so break the fusion. To see whether upstream still needs it, make it
 * the identity and compare `npm run bench -- --only pretraining`.
 */
export function materialise(x: np.Array): np.Array {
  return np.negative(np.negative(x));
}

/**
 * Identity whose gradient jax-js writes to memory before anything reads it.
 *
 * The gradient of a matrix product's weight is itself a product, and jax-js 0.1.25 computes what it is multiplied with
 * anew for every element of the result, exponentials and all, where that product is its only reader: nothing below asks
 * for a gradient. A row that is added and cut off again has a padding as its gradient, and what is padded is in memory.
 * To see whether upstream still needs it, make it the identity and compare `npm run bench -- --only frozen-layers`.
 */
export function materialiseGradient(x: np.Array): np.Array {
  const rows = x.shape[0] as number;
  const none = x.shape.slice(1).map((): [number, number] => [0, 0]);
  return np.pad(x, [[0, 1], ...none]).slice([0, rows]);
}
