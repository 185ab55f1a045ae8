import { classResponses } from "../policy/class-lm.ts";
import type { ResponseDistribution } from "../policy/response-distribution.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { CLASS_DEFAULTS, type ClassSettings } from "../world/class.ts";
import type { Problem, World } from "../world/world.ts";

/**
 * Values and probabilities of a response under the class of students: exact sums over its students (docs/method.md
 * section 2).
 */
export interface ExactValues {
  /** V\* of the prompt alone. */
  prompt: number;
  /** V\* after every response token; null from the first token on that no student writes. */
  tokens: (number | null)[];
  /** q\* of every response token; 0 for a token that no student writes. */
  q: number[];
}

/** V\* and q\* of a response to a problem under the class, without roll-outs and sampling error. */
export function exactValues(
  world: World,
  tokenizer: Tokenizer,
  problem: Problem,
  responseIds: readonly number[],
  settings: ClassSettings = CLASS_DEFAULTS,
): ExactValues {
  return exactValuesUnder(classResponses(world, tokenizer, problem, settings), responseIds);
}

/**
 * V\* and q\* under a response distribution that is already known, so that several responses to a problem share its
 * computation.
 */
export function exactValuesUnder(responses: ResponseDistribution, responseIds: readonly number[]): ExactValues {
  const after = responses.beliefs(responseIds);
  const before = [responses.start, ...after];
  return {
    prompt: rounded(responses.start.value),
    tokens: after.map((belief) => (belief ? rounded(belief.value) : null)),
    q: responseIds.map((id, t) => rounded(before[t]?.next.get(id) ?? 0)),
  };
}

/**
 * Rounds to thirteen digits: sums of shares carry rounding errors that would tell equal values apart in a rank
 * correlation.
 */
function rounded(share: number): number {
  return Math.round(share * 1e13) / 1e13;
}
