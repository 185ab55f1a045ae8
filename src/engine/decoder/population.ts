import type { numpy as np } from "@jax-js/jax";

/*
 * A population is R runs with equal shapes as one program. What differs from run to run, parameters and batches, is stacked
 * on a leading axis, and so is all that is computed from it; parameters that no run changes may stay as they are. A program
 * is not told: it reads every parameter's number of axes. Stacked by hand, because `vmap` of jax-js 0.1.25 puts the axis
 * innermost, where SIMD is lost.
 */

/** A vector `[n]`, or those of all runs `[R, n]`, shaped to go along the last axis of x `[…, n]`. */
export function alongLastAxis(vector: np.Array, x: np.Array): np.Array {
  if (vector.ndim === 1) return vector;
  const [runs, length] = vector.shape as [number, number];
  return vector.reshape([runs, ...Array(x.ndim - 2).fill(1), length]);
}

/** A number `[]`, or those of all runs `[R]`, shaped as a factor of arrays with so many axes. */
export function asFactor(value: np.Array, axes: number): np.Array {
  return value.ndim === 0 ? value : value.reshape([...value.shape, ...Array(axes - 1).fill(1)]);
}
