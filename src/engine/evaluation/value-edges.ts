import { differenceInterval } from "../statistics/newcombe.ts";
import { exceeds } from "./edges.ts";
import { jumpBound } from "./jump-bound.ts";
import { isExact, type KnownValue, knownValue } from "./known-value.ts";
import type { ValueEstimate } from "./values.ts";

/** The way from a measured prefix of a response to the next measured one, by one token or several. */
export interface ValueEdge<Value extends KnownValue = ValueEstimate> {
  from: Value;
  to: Value;
  /** |V_to − V_from|. */
  delta: number;
  /** 1 − Π q over the tokens between the two (`jumpBound`); 1 − q for a single token. */
  bound: number;
  /**
   * Whether the whole 95 % interval of the difference lies beyond the bound. The value itself never does, so sampling
   * says this of at most one edge in twenty, and of none between exact values.
   */
  broken: boolean;
}

/** Where a value may be, from what was measured before it. */
export interface ValueRange {
  /** Index of the prefix's last response token. */
  position: number;
  low: number;
  high: number;
}

/** V̂, the share of roll-outs that ended at the right answer. */
export function estimatedValue({ successes, rollouts }: ValueEstimate): number {
  return successes / rollouts;
}

/**
 * @param values of one response, ascending by position
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

/** How far the value has moved at least: all the way where both ends are exact, else what the 95 % interval leaves. */
function surelyMoved(from: KnownValue, to: KnownValue, delta: number): number {
  if (isExact(from) || isExact(to)) return delta;
  const [low, high] = differenceInterval(asShare(to), asShare(from));
  return Math.max(low, -high, 0);
}

/**
 * The band V ± (1 − Π q) at every token from one known value to the next, around the former and over the tokens since;
 * behind the last value, at the next token alone.
 * @param values of one response, ascending by position
 * @param q generation probability of every response token under whose value it is
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
