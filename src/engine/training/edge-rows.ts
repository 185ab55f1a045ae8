import type { ConsistencySettings } from "../losses/consistency.ts";
import { type EdgeScore, EPSILON } from "../losses/edge-kinds.ts";
import { sigmoid } from "../statistics/logistic.ts";
import type { PairSignal, ResponseSignal } from "./signal.ts";

/** An edge of a response as the consistency term sees it, from token `from` to token `from + 1`. */
export interface EdgeRow {
  /** Index of the response token that the edge starts from, from 0. */
  from: number;
  /** Generation probability of the token that the edge leads to. */
  q: number;
  /** `d_t`: how far the prefix already agrees with its label. */
  d: number;
  /** `d_{t+1}`. */
  next: number;
  /** `s_t`, the edge's score. */
  score: number;
  /** `w_t`, the edge's weight. */
  weight: number;
  /** `s_t·w_t` as a share of the sum over both responses of the pair. */
  share: number;
}

export interface EdgeRows {
  chosen: EdgeRow[];
  rejected: EdgeRow[];
}

/** A response's `d`, with its probabilities; the first token's `q` belongs to the edge that is left out. */
interface Likeness {
  d: number[];
  values: number[];
  q: readonly number[];
  /** 0 at tokens of steps without a label, whose edges are left out; 1 or −1 at all others. */
  signs: readonly number[];
}

/**
 * The edges of a pair in plain numbers: docs/method.md section 3 as `losses/consistency.ts` computes it, term by term.
 * If the signal holds signs, `d` comes from step labels.
 * @param labelled whether `d` comes from outcome labels (chosen is right) instead of from the other response's mean
 */
export function edgeRows(
  { score, weight }: Pick<ConsistencySettings, "score" | "weight">,
  { chosen, rejected }: PairSignal,
  q: { chosen: readonly number[]; rejected: readonly number[] },
  labelled = false,
): EdgeRows {
  const sides = [
    likeness(chosen, q.chosen, 1, labelled ? 0 : rejected.mean),
    likeness(rejected, q.rejected, -1, labelled ? 0 : chosen.mean),
  ];
  const edges = sides.flatMap(edgesOf).map((edge) => edge.q);
  const meanQ = edges.reduce((sum, p) => sum + p, 0) / (edges.length + EPSILON);
  const weightOf = (p: number) => 2 * (weight === "uniform" ? meanQ : weight === "inverse" ? 1 - p : p);
  const bare = sides.map((side) =>
    edgesOf(side).map(({ q: p, from }) => {
      const { d, values } = side;
      const [here, next] = [d[from] as number, d[from + 1] as number];
      const compared: [number, number] = [values[from] as number, values[from + 1] as number];
      return { from, q: p, d: here, next, score: scoreOf(score, here, next, compared), weight: weightOf(p) };
    }),
  );
  const total = bare.flat().reduce((sum, edge) => sum + edge.score * edge.weight, 0);
  const [ofChosen = [], ofRejected = []] = bare.map((rows) =>
    rows.map((row): EdgeRow => ({ ...row, share: total === 0 ? 0 : (row.score * row.weight) / total })),
  );
  return { chosen: ofChosen, rejected: ofRejected };
}

/** The edges between tokens that both have a label. */
function edgesOf({ q, signs }: Likeness): Pick<EdgeRow, "q" | "from">[] {
  return q.slice(1).flatMap((p, from) => (signs[from] && signs[from + 1] ? [{ q: p, from }] : []));
}

function likeness(
  { rewards, signs: labels }: ResponseSignal,
  q: readonly number[],
  sign: 1 | -1,
  mean: number,
): Likeness {
  // The first reward is that of the end of the prompt.
  const own = rewards.slice(1);
  const signs = labels ?? own.map(() => sign);
  const baseline = labels ? 0 : mean;
  const d = own.map((r, t) => sigmoid((signs[t] as number) * (r - baseline)));
  return { d, values: own.map(sigmoid), q, signs };
}

function scoreOf(score: EdgeScore, d: number, next: number, [value, after]: [number, number]): number {
  switch (score) {
    case "mutual":
      return -(next * Math.log(d + EPSILON) + d * Math.log(next + EPSILON)) / 2;
    case "unweighted":
      return -(Math.log(d + EPSILON) + Math.log(next + EPSILON)) / 2;
    case "product":
      return 1 - d * next;
    case "difference":
      return (value - after) ** 2;
  }
}
