import { nn, numpy as np } from "@jax-js/jax";
import { materialise } from "./materialise.ts";

/** Added to the score of an invisible key; finite, so that a row without a visible key gives no NaN. */
const INVISIBLE = -1e9;

/**
 * The additive mask `[B, 1, 1, T, T]` of an attention mask `[…, T]` with B rows in all, which is consumed: key j is
 * visible to query i iff j ≤ i and mask[j] = 1.
 */
export function attentionBias(attentionMask: np.Array): np.Array {
  const length = attentionMask.shape.at(-1) as number;
  const causal = np.tril(np.ones([length, length])).reshape([1, length, length]);
  const visible = causal.mul(attentionMask.reshape([-1, 1, length]));
  return np.where(visible.greater(0), 0, INVISIBLE).reshape([-1, 1, 1, length, length]);
}

/**
 * Causal attention with grouped queries (Ainslie et al. 2023): query `[…, T, heads, d]`, key and value
 * `[…, T, kvHeads, d]` of B rows (all consumed), bias `[B, 1, 1, T, T]` (borrowed) → `[…, T, heads · d]`.
 *
 * The queries that share a key head are laid out as extra rows of one product, so keys are never repeated.
 */
export function attention(query: np.Array, key: np.Array, value: np.Array, bias: np.Array): np.Array {
  const rowAxes = query.shape.slice(0, -3);
  const [length, heads, dim] = query.shape.slice(-3) as [number, number, number];
  const kvHeads = key.shape.at(-2) as number;
  const batch = rowAxes.reduce((product, n) => product * n, 1);
  const group = heads / kvHeads;

  const q = query.reshape([batch, length, kvHeads, group, dim]).transpose([0, 2, 3, 1, 4]);
  const rows = materialise(q.mul(1 / Math.sqrt(dim)).reshape([batch, kvHeads, group * length, dim]));
  const keys = materialise(key.reshape([batch, length, kvHeads, dim]).transpose([0, 2, 3, 1]));
  const values = materialise(value.reshape([batch, length, kvHeads, dim]).transpose([0, 2, 1, 3]));

  const scores = np.matmul(rows, keys).reshape([batch, kvHeads, group, length, length]).add(bias.ref);
  const weights = nn.softmax(scores, -1).reshape([batch, kvHeads, group * length, length]);
  const mixed = np.matmul(materialise(weights), values).reshape([batch, kvHeads, group, length, dim]);
  return materialise(mixed.transpose([0, 3, 1, 2, 4]).reshape([...rowAxes, length, heads * dim]));
}
