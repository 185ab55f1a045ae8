import { sigmoid } from "../statistics/logistic.ts";
import { jumpBound } from "./jump-bound.ts";

/** An edge of a trajectory between two prefixes that differ by one token, or by the tokens of a step. */
export interface ConsistencyEdge {
  /** δ = |σ(r_after) − σ(r_before)|. */
  delta: number;
  /** The bound on δ: 1 − Π q over the tokens in between (`jumpBound`), which is 1 − q for a single token. */
  bound: number;
  /** Whether δ exceeds the bound. */
  broken: boolean;
}

/** An edge from one place to a later one, such as the next end of a step; a column is a prefix's number of response tokens. */
export interface StepEdge extends ConsistencyEdge {
  from: number;
  to: number;
}

const TOLERANCE = 1e-6;

/** Whether δ exceeds the bound by more than the rounding of float32 rewards. */
export function exceeds(delta: number, bound: number): boolean {
  return delta > bound + TOLERANCE;
}

/**
 * The edges between neighbouring prefixes of a trajectory, with the bound that total probability puts on values (|V_t −
 * V_{t+1}| ≤ 1 − q_t).
 * @param rewards process rewards at the end of the prompt and after every token; shorter while tokens are streaming, NaN
 *   where a judge of texts gives none
 * @param q generation probability of every response token
 * @returns one edge per token between two rewards; the first leads from the end of the prompt into the response
 */
export function consistencyEdges(rewards: readonly number[], q: readonly number[]): StepEdge[] {
  const columns = Array.from({ length: Math.min(rewards.length, q.length + 1) }, (_, column) => column);
  return stepEdges(rewards, q, columns).filter(({ from, to }) => to - from === 1);
}

/**
 * The edges between consecutive columns, such as step ends, with the bound on the change of a value (`jumpBound`): |V_a
 * − V_b| ≤ 1 − Π q over the tokens in between.
 * @param rewards process rewards at the end of the prompt and after every token
 * @param q generation probability of every response token
 * @param columns ascending; 0 is the end of the prompt, t the place after the t-th token. Columns without a reward are
 *   left out
 */
export function stepEdges(rewards: readonly number[], q: readonly number[], columns: readonly number[]): StepEdge[] {
  const known = columns.filter((column) => !Number.isNaN(rewards[column] ?? Number.NaN));
  return known.slice(1).map((to, i) => {
    const from = known[i] as number;
    const delta = Math.abs(sigmoid(rewards[to] as number) - sigmoid(rewards[from] as number));
    const bound = jumpBound(q, from, to);
    return { from, to, delta, bound, broken: exceeds(delta, bound) };
  });
}
