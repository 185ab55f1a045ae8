import { numpy as np } from "@jax-js/jax";
import { materialise } from "./materialise.ts";

/** Cosines `[…, T, 1, 1, headDim / 2]`, and sines `[…, T, 1, 2, headDim / 2]` of which the first half has the opposite sign. */
export interface RotaryArrays {
  cos: np.Array;
  sin: np.Array;
}

/** cos and sin of `position · θ^(−2j/d)` at positions 0 … length − 1. The caller owns both. */
export function rotaryTables(length: number, headDim: number, theta: number): RotaryArrays {
  const half = headDim / 2;
  const cos = new Float32Array(length * half);
  const sin = new Float32Array(length * 2 * half);
  for (let position = 0; position < length; position++) {
    for (let j = 0; j < half; j++) {
      const angle = position * theta ** ((-2 * j) / headDim);
      cos[position * half + j] = Math.cos(angle);
      sin[(2 * position + 1) * half + j] = Math.sin(angle);
      sin[2 * position * half + j] = -Math.sin(angle);
    }
  }
  return { cos: np.array(cos, { shape: [length, 1, 1, half] }), sin: np.array(sin, { shape: [length, 1, 2, half] }) };
}

/**
 * The rows of `rotaryTables` at positions `[…, T]` (int32, consumed, all below `length`). The caller owns both.
 */
export function rotaryTablesAt(positions: np.Array, length: number, headDim: number, theta: number): RotaryArrays {
  const { cos, sin } = rotaryTables(length, headDim, theta);
  // Looked up once, not in every product.
  return { cos: materialise(cos.slice(positions.ref)), sin: materialise(sin.slice(positions)) };
}

/**
 * Rotary position embedding (Su et al. 2021, half-split layout) of x `[…, T, heads, headDim]`. Consumes x, borrows the
 * tables. The halves are swapped by reading them in the other order: cut apart and joined, they would be padded arrays,
 * for which jax-js 0.1.25 has no SIMD kernels.
 */
export function rotate(x: np.Array, { cos, sin }: RotaryArrays): np.Array {
  const halves = x.reshape([...x.shape.slice(0, -1), 2, (x.shape.at(-1) as number) / 2]);
  const swapped = np.flip(halves.ref, -2);
  return halves.mul(cos.ref).add(swapped.mul(sin.ref)).reshape(x.shape);
}
