import { sigmoid } from "../statistics/logistic.ts";
import { jumpBound } from "./jump-bound.ts";

/** An edge of a trajectory: the way from one process to a later one, by one token or by those of a step. */
export interface ConsistencyEdge {
  /** δ = |σ(r_after) − σ(r_before)|. */
  delta: number;
  /** 1 − Π q over the tokens in between (`jumpBound`); 1 − q where that is one token. */
  bound: number;
  /** Whether δ is above the bound. */
  broken: boolean;
}

/** An edge from the end of a step to the end of the next; a column is the number of response tokens that are read. */
export interface StepEdge extends ConsistencyEdge {
  from: number;
  to: number;
}

const TOLERANCE = 1e-6;

/** Rounding of float32 rewards must not count as a broken bound. */
export function exceeds(delta: number, bound: number): boolean {
  return delta > bound + TOLERANCE;
}

/**
 * Every edge of a trajectory beside the bound that total probability puts on a value (|V_t − V_{t+1}| ≤ 1 − q_t).
 * @param rewards process rewards at the end of the prompt and after every token; may be shorter while tokens stream
 * @param q generation probability of every response token
 * @returns one edge per token, the first from the end of the prompt into the response
 */
export function consistencyEdges(rewards: readonly number[], q: readonly number[]): ConsistencyEdge[] {
  const columns = Array.from({ length: Math.min(rewards.length, q.length + 1) }, (_, column) => column);
  return stepEdges(rewards, q, columns).map(({ delta, bound, broken }) => ({ delta, bound, broken }));
}

/**
 * The edges between neighbouring columns, such as step ends, beside the bound on a value from one to the next
 * (`jumpBound`): |V_a − V_b| ≤ 1 − Π q over the tokens in between.
 * @param rewards process rewards at the end of the prompt and after every token
 * @param q generation probability of every response token
 * @param columns ascending; 0 is the end of the prompt, t what follows the t-th token. Those without a reward are left out
 */
export function stepEdges(rewards: readonly number[], q: readonly number[], columns: readonly number[]): StepEdge[] {
  const known = columns.filter((column) => column < rewards.length);
  return known.slice(1).map((to, i) => {
    const from = known[i] as number;
    const delta = Math.abs(sigmoid(rewards[to] as number) - sigmoid(rewards[from] as number));
    const bound = jumpBound(q, from, to);
    return { from, to, delta, bound, broken: exceeds(delta, bound) };
  });
}
