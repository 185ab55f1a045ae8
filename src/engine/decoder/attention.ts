import { lax, numpy as np } from "@jax-js/jax";
import { materialise } from "./materialise.ts";

/** Added to the score of an invisible key; finite, so that a row without a visible key gives no NaN. */
const INVISIBLE = -1e9;

/**
 * Keys and values that queries see in part: those of the n = N rows of a group themselves, or n = 1 prompt that all N rows of the
 * group share and that is not repeated for them.
 */
export interface VisibleKeys {
  /** `[B, n, K, kvHeads, d]` */
  key: np.Array;
  /** `[B, n, K, kvHeads, d]` */
  value: np.Array;
  /** Added to the scores: `[B, 1, n, 1, T, K]`, or with 1 in place of T if all tokens of a row see the same keys. */
  bias: np.Array;
}

/**
 * The bias `[B, 1, N, 1, T, T]` of rows with the mask `[B, N, T]`, which is consumed: key j is visible to query i of its row iff
 * j ≤ i and mask[j] = 1.
 */
export function causalBias(mask: np.Array): np.Array {
  const [groups, count, length] = mask.shape as [number, number, number];
  const causal = np.tril(np.ones([length, length]));
  return asBias(causal.mul(mask.reshape([groups, 1, count, 1, 1, length])));
}

/** The bias `[B, 1, 1, 1, 1, P]` of prompts `[B, P]` of which all tokens are visible; the mask is consumed. */
export function promptBias(mask: np.Array): np.Array {
  const [groups, length] = mask.shape as [number, number];
  return asBias(mask.reshape([groups, 1, 1, 1, 1, length]));
}

/** Consumes `visible`. */
function asBias(visible: np.Array): np.Array {
  return materialise(np.where(visible.greater(0), 0, INVISIBLE));
}

/**
 * Attention with grouped queries (Ainslie et al. 2023): query `[B, N, T, heads, d]` and what it sees (all consumed but the
 * biases, which are borrowed) → `[B, N, T, heads · d]`.
 *
 * The queries that share a key head, and the rows that share a prompt, are laid out as extra rows of one product, so keys
 * are never repeated. The weights are normalised after their product with the values, which has fewer numbers than they.
 */
export function attention(query: np.Array, visible: readonly VisibleKeys[]): np.Array {
  const [groups, count, length, heads, dim] = query.shape as [number, number, number, number, number];
  const kvHeads = (visible[0] as VisibleKeys).key.shape[3] as number;
  const shared = heads / kvHeads;

  const split = query.reshape([groups, count, length, kvHeads, shared, dim]).transpose([0, 3, 1, 4, 2, 5]);
  const rows = materialise(split.mul(1 / Math.sqrt(dim)));
  const scores = visible.map(({ key, bias }) => {
    const keys = materialise(key.transpose([0, 3, 1, 2, 4]));
    return productOf(rows.ref, np.matrixTranspose(keys)).add(bias.ref);
  });
  rows.dispose();

  const largest = scores.map((part) => np.max(part.ref, -1, { keepdims: true })).reduce((a, b) => np.maximum(a, b));
  const fixed = lax.stopGradient(largest);
  const weights = scores.map((part) => materialise(np.exp(part.sub(fixed.ref))));
  fixed.dispose();
  const sums = weights.map((part) => np.sum(part.ref, -1, { keepdims: true })).reduce((a, b) => a.add(b));
  const mixed = visible
    .map(({ value }, i) => productOf(weights[i] as np.Array, materialise(value.transpose([0, 3, 1, 2, 4]))))
    .reduce((a, b) => a.add(b))
    .mul(np.reciprocal(sums));
  return materialise(mixed.transpose([0, 2, 4, 1, 3, 5]).reshape([groups, count, length, heads * dim]));

  /** Rows `[B, kvHeads, N, shared, T, k]` times matrices `[B, kvHeads, n, k, m]`, both consumed. */
  function productOf(x: np.Array, matrices: np.Array): np.Array {
    const [parts, inner, outer] = matrices.shape.slice(2) as [number, number, number];
    const batched = x.reshape([groups, kvHeads, parts, (count / parts) * shared * length, inner]);
    return np.matmul(batched, matrices).reshape([groups, kvHeads, count, shared, length, outer]);
  }
}
