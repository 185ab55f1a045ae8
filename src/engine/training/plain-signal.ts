import { type EdgeScore, type EdgeWeight, EPSILON } from "../losses/edge-kinds.ts";
import { sigmoid } from "../statistics/logistic.ts";
import { type EdgeRow, edgeRows } from "./edge-rows.ts";
import type { PairSignal, ResponseSignal } from "./signal.ts";

export interface PlainTerms {
  /** Share of the consistency term; at 0 there is none. */
  rho: number;
  score: EdgeScore;
  /** Shuffled weights are generation weights of a permuted q. */
  weight: Exclude<EdgeWeight, "shuffled">;
  /** `Z` before the pair. */
  normaliser: number;
}

/** Numbers of the two responses of a pair. */
export interface Sides<T> {
  chosen: T;
  rejected: T;
}

/**
 * Computes in plain numbers where a step of training on one pair pushes the pair's rewards: the gradients of `(1 − ρ)·L_bt` and
 * `ρ·L_icr` (docs/method.md section 3) with respect to every process reward, in closed form. No arrays of a library, so a
 * page computes it while a curve is moved by hand.
 * @param rewards at the end of the prompt, then at every token
 * @param q generation probability of every token
 */
export function plainPairSignal(
  { rho, score, weight, normaliser }: PlainTerms,
  rewards: Sides<readonly number[]>,
  q: Sides<readonly number[]>,
): PairSignal {
  const bare: PairSignal = { chosen: bareSignal(rewards.chosen), rejected: bareSignal(rewards.rejected) };
  const missing = 1 - sigmoid((rewards.chosen.at(-1) as number) - (rewards.rejected.at(-1) as number));
  const outcome = { chosen: -(1 - rho) * missing, rejected: (1 - rho) * missing };
  const rows = edgeRows({ score, weight }, bare, q);
  const edges = rows.chosen.length + rows.rejected.length + EPSILON;
  const u =
    [...rows.chosen, ...rows.rejected].reduce((sum, row) => sum + (row.weight * (row.d + row.next)) / 2, 0) / edges;
  const factor = rho / edges / (0.95 * normaliser + 0.05 * u + EPSILON);
  const signalOf = (side: keyof PairSignal, sign: 1 | -1): ResponseSignal => ({
    ...bare[side],
    outcome: bare[side].outcome.map((_, t, all) => (t === all.length - 1 ? outcome[side] : 0)),
    consistency:
      rho === 0 ? null : edgeGradients(score, rows[side], bare[side].rewards.slice(1), sign).map((g) => factor * g),
  });
  return { chosen: signalOf("chosen", 1), rejected: signalOf("rejected", -1) };
}

/** `∂(Σ s·w)/∂r_t` at every token of one response. @param sign of `d`'s dependence on the reward */
function edgeGradients(score: EdgeScore, rows: readonly EdgeRow[], rewards: readonly number[], sign: 1 | -1): number[] {
  const gradients = rewards.map(() => 0);
  for (const { from, d, next, weight } of rows) {
    const [r, after] = [rewards[from] as number, rewards[from + 1] as number];
    const [here, there] = slopes(score, { d, next, r, after }, sign);
    gradients[from] = (gradients[from] as number) + weight * here;
    gradients[from + 1] = (gradients[from + 1] as number) + weight * there;
  }
  return gradients;
}

/** `∂s/∂r_t` and `∂s/∂r_{t+1}` of one edge; factors under a stop-gradient are constants. */
function slopes(
  score: EdgeScore,
  { d, next, r, after }: { d: number; next: number; r: number; after: number },
  sign: 1 | -1,
): [number, number] {
  const rise = (share: number) => share * (1 - share);
  const [ofD, ofNext] = [sign * rise(d), sign * rise(next)];
  switch (score) {
    case "mutual":
      return [(-next / (2 * (d + EPSILON))) * ofD, (-d / (2 * (next + EPSILON))) * ofNext];
    case "unweighted":
      return [-ofD / (2 * (d + EPSILON)), -ofNext / (2 * (next + EPSILON))];
    case "product":
      return [-next * ofD, -d * ofNext];
    case "difference": {
      const gap = 2 * (sigmoid(r) - sigmoid(after));
      return [gap * rise(sigmoid(r)), -gap * rise(sigmoid(after))];
    }
  }
}

function bareSignal(rewards: readonly number[]): ResponseSignal {
  const own = rewards.slice(1);
  const mean = own.reduce((sum, r) => sum + r, 0) / own.length;
  return { rewards: [...rewards], mean, outcome: own.map(() => 0), consistency: null };
}
