import type { EdgeScore, EdgeWeight } from "../engine/losses/edge-kinds.ts";

/** docs/method.md section 3 in float64, written out again for tests, without array library and gradients. */

const EPSILON = 1e-6;

/** `log σ(x)`, exact on both sides of 0. */
export function plainLogSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}

export function plainSigmoid(x: number): number {
  return Math.exp(plainLogSigmoid(x));
}

/** Rows of a batch in which `d` is `σ(sign·(r − baseline))`. */
export interface PlainRow {
  rewards: number[];
  signs: number[];
  /** Constant, since it is under `sg`. */
  baseline: number;
  q: number[];
  edges: number[];
}

export interface PlainConsistency {
  score: EdgeScore;
  weight: Exclude<EdgeWeight, "shuffled">;
  /** `Z` before the batch. */
  normaliser: number;
}

/** `L_icr` of rewards. Everything under `sg` is computed from `fixed`, so that finite differences give the gradient. */
export function plainConsistency(
  { score, weight, normaliser }: PlainConsistency,
  rows: readonly PlainRow[],
  fixed: readonly PlainRow[] = rows,
): number {
  const likeness = ({ rewards, signs, baseline }: PlainRow) =>
    rewards.map((r, t) => plainSigmoid((signs[t] as number) * (r - baseline)));
  const edges = rows.flatMap((row, n) => {
    const [d, held] = [likeness(row), likeness(fixed[n] as PlainRow)];
    const values = row.rewards.map(plainSigmoid);
    return row.edges.flatMap((isEdge, t) => {
      const ends = (of: readonly number[]): [number, number] => [of[t] as number, of[t + 1] as number];
      return isEdge ? [{ q: row.q[t] as number, d: ends(d), held: ends(held), values: ends(values) }] : [];
    });
  });
  const count = edges.length + EPSILON;
  const meanQ = edges.reduce((sum, { q }) => sum + q, 0) / count;
  const weightOf = (q: number) => 2 * { generation: q, inverse: 1 - q, uniform: meanQ }[weight];
  const u = edges.reduce((sum, { q, held }) => sum + ((held[0] + held[1]) / 2) * weightOf(q), 0) / count;
  const z = 0.95 * normaliser + 0.05 * u;
  const a = edges.reduce((sum, edge) => sum + scoreOf(score, edge) * weightOf(edge.q), 0) / count;
  return a / (z + EPSILON);
}

interface Edge {
  d: [number, number];
  held: [number, number];
  values: [number, number];
}

function scoreOf(score: EdgeScore, { d: [d, next], held: [heldD, heldNext], values: [value, after] }: Edge): number {
  switch (score) {
    case "mutual":
      return -(heldNext * Math.log(d + EPSILON) + heldD * Math.log(next + EPSILON)) / 2;
    case "unweighted":
      return -(Math.log(d + EPSILON) + Math.log(next + EPSILON)) / 2;
    case "product":
      return 1 - d * next;
    case "difference":
      return (value - after) ** 2;
  }
}

/** Central differences of a function of a table of numbers. */
export function differences(f: (table: number[][]) => number, at: number[][], step = 1e-4): number[][] {
  return at.map((row, n) =>
    row.map((_, t) => {
      const moved = (by: number) => at.map((r, m) => (m === n ? r.map((x, s) => (s === t ? x + by : x)) : r));
      return (f(moved(step)) - f(moved(-step))) / (2 * step);
    }),
  );
}
