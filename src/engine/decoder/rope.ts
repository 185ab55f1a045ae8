import { numpy as np } from "@jax-js/jax";
import { materialise } from "./materialise.ts";

/**
 * cos and sin of `position · θ^(−2j/d)`, each `[length, 1, headDim / 2]`, positions 0 … length − 1. The caller owns
 * both.
 */
export function rotaryTables(length: number, headDim: number, theta: number): { cos: np.Array; sin: np.Array } {
  const half = headDim / 2;
  const cos = new Float32Array(length * half);
  const sin = new Float32Array(length * half);
  for (let position = 0; position < length; position++) {
    for (let j = 0; j < half; j++) {
      const angle = position * theta ** ((-2 * j) / headDim);
      cos[position * half + j] = Math.cos(angle);
      sin[position * half + j] = Math.sin(angle);
    }
  }
  const shape = [length, 1, half];
  return { cos: np.array(cos, { shape }), sin: np.array(sin, { shape }) };
}

/**
 * The rows of `rotaryTables` at positions `[…, T]` (int32, consumed, all below `length`), each `[…, T, 1, headDim / 2]`.
 * The caller owns both.
 */
export function rotaryTablesAt(
  positions: np.Array,
  length: number,
  headDim: number,
  theta: number,
): { cos: np.Array; sin: np.Array } {
  const { cos, sin } = rotaryTables(length, headDim, theta);
  // Looked up once, not in every product.
  return { cos: materialise(cos.slice(positions.ref)), sin: materialise(sin.slice(positions)) };
}

/**
 * Rotary position embedding (Su et al. 2021, half-split layout) of x `[…, T, heads, headDim]`. Consumes x, borrows the
 * tables.
 */
export function rotate(x: np.Array, { cos, sin }: { cos: np.Array; sin: np.Array }): np.Array {
  const [first, second] = np.split(x, 2, -1) as [np.Array, np.Array];
  return np.concatenate(
    [first.ref.mul(cos.ref).sub(second.ref.mul(sin.ref)), second.mul(cos.ref).add(first.mul(sin.ref))],
    -1,
  );
}
