import { differenceInterval } from "../statistics/newcombe.ts";
import { exceeds } from "./edges.ts";
import { jumpBound } from "./jump-bound.ts";
import { isExact, knownValue } from "./known-value.ts";
import type { KnownValue } from "./trajectory.ts";
import type { ValueEstimate } from "./values.ts";

/** An edge from one measured prefix of a response to the next measured one, over one or several tokens. */
export interface ValueEdge<Value extends KnownValue = ValueEstimate> {
  from: Value;
  to: Value;
  /** |V_to − V_from|. */
  delta: number;
  /** The bound on δ: 1 − Π q over the tokens in between (`jumpBound`), which is 1 − q for a single token. */
  bound: number;
  /**
   * Whether the whole 95 % interval of the difference lies beyond the bound. The true value never crosses the bound, so
   * sampling alone breaks at most one edge in twenty, and exact values break none.
   */
  broken: boolean;
}

/** The interval in which the value at a prefix must lie, given the last known value. */
export interface ValueRange {
  /** Index of the prefix's last response token. */
  position: number;
  low: number;
  high: number;
}

/** V̂: the share of roll-outs that ended with the right answer. */
export function estimatedValue({ successes, rollouts }: ValueEstimate): number {
  return successes / rollouts;
}

/**
 * The edges between consecutive values.
 * @param values values of one response, ascending by position
 * @param q generation probability of every response token
 */
export function valueEdges<Value extends KnownValue>(
  values: readonly Value[],
  q: readonly number[],
): ValueEdge<Value>[] {
  return values.slice(1).map((to, i) => {
    const from = values[i] as Value;
    const bound = jumpBound(q, from.position + 1, to.position + 1);
    const delta = Math.abs(knownValue(to) - knownValue(from));
    return { from, to, delta, bound, broken: exceeds(surelyMoved(from, to, delta), bound) };
  });
}

/** The least change of the value: all of δ if both ends are exact, else the part that the 95 % interval leaves. */
function surelyMoved(from: KnownValue, to: KnownValue, delta: number): number {
  if (isExact(from) || isExact(to)) return delta;
  const [low, high] = differenceInterval(asShare(to), asShare(from));
  return Math.max(low, -high, 0);
}

/**
 * The band V ± (1 − Π q) at every token between known values: around the last known value, with Π over the tokens
 * since. After the last known value only the next token has a band.
 * @param values values of one response, ascending by position
 * @param q token probabilities under the writer whose values these are
 */
export function valueBand(values: readonly KnownValue[], q: readonly number[]): ValueRange[] {
  return values.flatMap((from, i) => {
    const next = values[i + 1]?.position ?? Math.min(from.position + 1, q.length - 1);
    const value = knownValue(from);
    return Array.from({ length: next - from.position }, (_, k): ValueRange => {
      const position = from.position + k + 1;
      const bound = jumpBound(q, from.position + 1, position + 1);
      return { position, low: Math.max(0, value - bound), high: Math.min(1, value + bound) };
    });
  });
}

function asShare({ successes, rollouts }: ValueEstimate) {
  return { successes, trials: rollouts };
}
