import { lax, numpy as np } from "@jax-js/jax";
import { type EdgeScore, EPSILON } from "./edge-kinds.ts";
import { preciseLog } from "./precise-log.ts";

/**
 * The score of every edge, `[…, N, T − 1]`: entry t joins positions t and t + 1.
 *
 * @param likeness `d_t`, `[…, N, T]`: how far each prefix already agrees with its label; consumed
 * @param values `σ(r_t)`, `[…, N, T]`, which the score `difference` compares in place of `d_t`; consumed
 */
export function edgeScores(score: EdgeScore, likeness: np.Array, values: np.Array): np.Array {
  const [d, next] = neighbours(score === "difference" ? values.ref : likeness.ref);
  likeness.dispose();
  values.dispose();
  switch (score) {
    case "mutual":
      return mutual(d, next);
    case "unweighted":
      return safeLog(d).add(safeLog(next)).mul(-0.5);
    case "product":
      return d.mul(next).neg().add(1);
    case "difference":
      return np.square(d.sub(next));
  }
}

/** `s_t = −½[ sg(d_{t+1})·log(d_t + ε) + sg(d_t)·log(d_{t+1} + ε) ]`, `[…, N, T − 1]`. Consumes both. */
function mutual(d: np.Array, next: np.Array): np.Array {
  const forward = lax.stopGradient(next.ref).mul(safeLog(d.ref));
  const backward = lax.stopGradient(d).mul(safeLog(next));
  return forward.add(backward).mul(-0.5);
}

/** The values of x `[…, N, T]` at the first and at the second end of every edge, `[…, N, T − 1]` each. Consumes x. */
export function neighbours(x: np.Array): [np.Array, np.Array] {
  const length = x.shape.at(-1) as number;
  const rows = Array(x.ndim - 1).fill([]);
  return [x.ref.slice(...rows, [0, length - 1]), x.slice(...rows, [1, length])];
}

function safeLog(x: np.Array): np.Array {
  return preciseLog(x.add(EPSILON));
}
