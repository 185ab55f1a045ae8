import { numpy as np } from "@jax-js/jax";
import { type EdgeWeight, EPSILON } from "./edge-kinds.ts";

/**
 * The weight of every edge, `[…, N, T − 1]`; 0 outside of the responses.
 *
 * @param q generation probability of the token at the edge's end, `[…, N, T − 1]`; consumed
 * @param edges 1 where there is an edge, `[…, N, T − 1]`; borrowed
 */
export function edgeWeights(weight: EdgeWeight, q: np.Array, edges: np.Array): np.Array {
  switch (weight) {
    case "generation":
    case "shuffled":
      return q.mul(2).mul(edges.ref);
    case "inverse":
      return q.neg().add(1).mul(2).mul(edges.ref);
    case "uniform": {
      const all = (x: np.Array) => np.sum(x, [-2, -1], { keepdims: true });
      const mean = all(q.mul(edges.ref)).div(all(edges.ref).add(EPSILON));
      return mean.mul(2).mul(edges.ref);
    }
  }
}

/**
 * The edges of one response (1 = edge), from its mask over predicted tokens (1 where token t + 1 is a response token).
 * The edge from the last prompt token into the response is left out.
 */
export function responseEdges(responseMask: readonly number[]): number[] {
  const first = responseMask.indexOf(1);
  return responseMask.map((isResponse, t) => (t === first ? 0 : isResponse));
}
