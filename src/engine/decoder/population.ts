import type { numpy as np } from "@jax-js/jax";

/*
 * A population is R runs of equal shapes computed by one program. Arrays that differ from run to run (parameters,
 * batches and all that is computed from them) are stacked on a leading axis; parameters that no run changes may stay
 * without it. A program tells the two apart by a parameter's number of axes. Stacking is done by hand, because `vmap`
 * of jax-js 0.1.25 puts the axis innermost, where SIMD is lost.
 */

/**
 * Reshapes a vector `[n]`, or the vectors `[R, n]` of all runs, to broadcast along the last axis of x `[…, n]`.
 * Consumes the vector; of x only the number of axes is read.
 */
export function alongLastAxis(vector: np.Array, x: np.Array): np.Array {
  if (vector.ndim === 1) return vector;
  const [runs, length] = vector.shape as [number, number];
  return vector.reshape([runs, ...Array(x.ndim - 2).fill(1), length]);
}

/**
 * Reshapes a number `[]`, or the numbers `[R]` of all runs, to a factor of arrays with `axes` axes. Consumes `value`.
 */
export function asFactor(value: np.Array, axes: number): np.Array {
  return value.ndim === 0 ? value : value.reshape([...value.shape, ...Array(axes - 1).fill(1)]);
}
