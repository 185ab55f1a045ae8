import { lax, numpy as np } from "@jax-js/jax";
import { stableSigmoid } from "../decoder/stable-sigmoid.ts";
import { type EdgeScore, type EdgeWeight, EPSILON } from "./edge-kinds.ts";
import { edgeScores, neighbours } from "./edge-score.ts";
import { edgeWeights } from "./edge-weight.ts";

export interface ConsistencySettings {
  score: EdgeScore;
  weight: EdgeWeight;
  /**
   * Over which tokens the opposite response's mean is taken: its response tokens, or its padded row as in the published
   * code.
   */
  baseline: "response" | "row";
}

/**
 * A batch of trajectories: `rewards [N, T]`, `response [N, T]` (1 = response token), `q` and `edges [N, T − 1]`. For a
 * population all have a leading axis, `[R, N, T]` and so on, and the scalars of the functions below are `[R]`.
 */
export interface Trajectories {
  rewards: np.Array;
  response: np.Array;
  q: np.Array;
  edges: np.Array;
}

/** What a part of a batch knows of the whole, so that the terms of all parts add up to that of the batch. Scalars. */
export interface PartOfEdges {
  /** The part's share of the edges, `(E_part + ε) / (E + ε)`. */
  edges: np.Array;
  /** `u` of the whole batch; left out, that of the part alone updates `Z`. */
  weight?: np.Array;
}

export interface ConsistencyTerm {
  /** `L_icr = A / (Z + ε)`, scalar, for this batch. */
  loss: np.Array;
  /** `u`, the weight of this batch, or a part's summand of it, scalar without gradient. */
  weight: np.Array;
  /** `Z` updated by this batch, scalar. */
  normaliser: np.Array;
}

/**
 * Intra-trajectory consistency of preference pairs (docs/method.md section 3; paper section 3). Rows of `chosen` and `rejected`
 * belong together; all arrays are consumed.
 *
 * @param normaliser `Z` before this batch, scalar; it is updated before it is used
 * @param part borrowed; null: the trajectories are a whole batch
 */
export function pairwiseConsistency(
  settings: ConsistencySettings,
  chosen: Trajectories,
  rejected: Trajectories,
  normaliser: np.Array,
  part: PartOfEdges | null = null,
): ConsistencyTerm {
  const meanChosen = rowMean(settings.baseline, chosen);
  const meanRejected = rowMean(settings.baseline, rejected);
  const likeChosen = stableSigmoid(chosen.rewards.ref.sub(meanRejected));
  const likeRejected = stableSigmoid(meanChosen.sub(rejected.rewards.ref));
  const likeness = np.concatenate([likeChosen, likeRejected], -2);
  return consistency(settings, likeness, stackRows(chosen, rejected), normaliser, part);
}

/**
 * Consistency with outcome labels (docs/method.md section 3): `d_t = σ(r_t)` if the answer is right, else `1 − σ(r_t)`.
 * Consumes all arrays.
 *
 * @param labels `[N]`, 1 right, 0 wrong
 * @param normaliser `Z` before this batch, scalar
 * @param part borrowed
 */
export function outcomeConsistency(
  settings: ConsistencySettings,
  trajectories: Trajectories,
  labels: np.Array,
  normaliser: np.Array,
  part: PartOfEdges | null = null,
): ConsistencyTerm {
  return stepConsistency(settings, trajectories, labels.mul(2).sub(1).reshape([-1, 1]), normaliser, part);
}

/**
 * Consistency with step labels (docs/method.md section 3b): `d_t = σ(r_t)` at tokens of a right step, `1 − σ(r_t)` at
 * tokens of a wrong step. Edges that begin or end at a token without a label must not be in `trajectories.edges`.
 * Consumes all arrays.
 *
 * @param signs 1 right, −1 wrong, 0 without a label; `[…, N, T]`, or `[…, N, 1]` if one label holds for the whole
 *   response
 * @param normaliser `Z` before this batch, scalar
 * @param part borrowed
 */
export function stepConsistency(
  settings: ConsistencySettings,
  trajectories: Trajectories,
  signs: np.Array,
  normaliser: np.Array,
  part: PartOfEdges | null = null,
): ConsistencyTerm {
  return consistency(settings, stableSigmoid(trajectories.rewards.ref.mul(signs)), trajectories, normaliser, part);
}

function consistency(
  { score, weight }: ConsistencySettings,
  likeness: np.Array,
  { rewards, response, q, edges }: Trajectories,
  before: np.Array,
  part: PartOfEdges | null,
): ConsistencyTerm {
  response.dispose();
  const weights = edgeWeights(weight, q, edges);
  const own = sumAll(edges).add(EPSILON);
  const count = part ? own.div(part.edges.ref) : own;
  const [d, next] = neighbours(lax.stopGradient(likeness.ref));
  const batchWeight = sumAll(d.add(next).mul(0.5).mul(weights.ref)).div(count.ref);
  const seen = (part?.weight ?? batchWeight).ref;
  const normaliser = before.mul(0.95).add(seen.mul(0.05));
  const alignment = sumAll(edgeScores(score, likeness, stableSigmoid(rewards)).mul(weights)).div(count);
  return { loss: alignment.div(normaliser.ref.add(EPSILON)), weight: batchWeight, normaliser };
}

/** The sum over rows and positions, `[…, N, T]` → `[…]`. Consumes x. */
function sumAll(x: np.Array): np.Array {
  return np.sum(x, [-2, -1]);
}

/** `mean_t sg(r_t)`, `[…, N, 1]`. Borrows the trajectories. */
function rowMean(baseline: ConsistencySettings["baseline"], { rewards, response }: Trajectories): np.Array {
  const fixed = lax.stopGradient(rewards.ref);
  if (baseline === "row") return np.mean(fixed, -1, { keepdims: true });
  const total = np.sum(fixed.mul(response.ref), -1, { keepdims: true });
  return total.div(np.sum(response.ref, -1, { keepdims: true }));
}

function stackRows(first: Trajectories, second: Trajectories): Trajectories {
  return {
    rewards: np.concatenate([first.rewards, second.rewards], -2),
    response: np.concatenate([first.response, second.response], -2),
    q: np.concatenate([first.q, second.q], -2),
    edges: np.concatenate([first.edges, second.edges], -2),
  };
}
