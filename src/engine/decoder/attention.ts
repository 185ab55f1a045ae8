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
  return asBias(causal(length).mul(attentionMask.reshape([-1, 1, length])));
}

/**
 * The additive mask `[N·B, 1, 1, R, P + R]` of the masks `[…, N, R]` of N responses to each of B prompts with masks
 * `[…, P]`: a response sees the tokens of its prompt, and its own as above. Consumes both.
 */
export function responseBias(prompt: np.Array, responses: np.Array): np.Array {
  const [count, own] = responses.shape.slice(-2) as [number, number];
  const length = prompt.shape.at(-1) as number;
  const before = prompt.reshape([-1, 1, 1, length]);
  const repeated = np.broadcastTo(before, [before.shape[0] as number, count, own, length]).reshape([-1, own, length]);
  const itself = causal(own).mul(responses.reshape([-1, 1, own]));
  return materialise(asBias(np.concatenate([repeated, itself], -1)));
}

/** `[1, T, T]`: 1 where key j ≤ query i. */
function causal(length: number): np.Array {
  return np.tril(np.ones([length, length])).reshape([1, length, length]);
}

/** Visibilities `[B, T, K]` as an additive mask `[B, 1, 1, T, K]`. Consumes `visible`. */
function asBias(visible: np.Array): np.Array {
  const [rows, queries, keys] = visible.shape as [number, number, number];
  return np.where(visible.greater(0), 0, INVISIBLE).reshape([rows, 1, 1, queries, keys]);
}

/**
 * Attention with grouped queries (Ainslie et al. 2023): query `[…, T, heads, d]`, key and value `[…, K, kvHeads, d]` of B
 * rows (all consumed), bias `[B, 1, 1, T, K]` (borrowed) → `[…, T, heads · d]`.
 *
 * The queries that share a key head are laid out as extra rows of one product, so keys are never repeated.
 */
export function attention(query: np.Array, key: np.Array, value: np.Array, bias: np.Array): np.Array {
  const rowAxes = query.shape.slice(0, -3);
  const [length, heads, dim] = query.shape.slice(-3) as [number, number, number];
  const [keyCount, kvHeads] = key.shape.slice(-3) as [number, number];
  const batch = rowAxes.reduce((product, n) => product * n, 1);
  const group = heads / kvHeads;

  const q = query.reshape([batch, length, kvHeads, group, dim]).transpose([0, 2, 3, 1, 4]);
  const rows = materialise(q.mul(1 / Math.sqrt(dim)).reshape([batch, kvHeads, group * length, dim]));
  const keys = materialise(key.reshape([batch, keyCount, kvHeads, dim]).transpose([0, 2, 3, 1]));
  const values = materialise(value.reshape([batch, keyCount, kvHeads, dim]).transpose([0, 2, 1, 3]));

  const scores = np.matmul(rows, keys).reshape([batch, kvHeads, group, length, keyCount]).add(bias.ref);
  const weights = nn.softmax(scores, -1).reshape([batch, kvHeads, group * length, keyCount]);
  const mixed = np.matmul(materialise(weights), values).reshape([batch, kvHeads, group, length, dim]);
  return materialise(mixed.transpose([0, 3, 1, 2, 4]).reshape([...rowAxes, length, heads * dim]));
}
