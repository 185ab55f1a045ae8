import { classResponses } from "../policy/class-lm.ts";
import type { ResponseDistribution } from "../policy/response-distribution.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { CLASS_DEFAULTS, type ClassSettings } from "../world/class.ts";
import type { Problem, World } from "../world/world.ts";

/** What the class of students makes of a response: exact sums over its students (docs/method.md section 2). */
export interface ExactValues {
  /** V\* of the prompt alone. */
  prompt: number;
  /** V\* after every response token; null from the first token on that no student writes there. */
  tokens: (number | null)[];
  /** q\* of every response token; 0 where no student writes it. */
  q: number[];
}

/** V\* and q\* of a response to a problem under the class: no roll-outs, no sampling error. */
export function exactValues(
  world: World,
  tokenizer: Tokenizer,
  problem: Problem,
  responseIds: readonly number[],
  settings: ClassSettings = CLASS_DEFAULTS,
): ExactValues {
  return exactValuesUnder(classResponses(world, tokenizer, problem, settings), responseIds);
}

/** The same under responses that are known already: of several responses to one problem, worked out once. */
export function exactValuesUnder(responses: ResponseDistribution, responseIds: readonly number[]): ExactValues {
  const after = responses.beliefs(responseIds);
  const before = [responses.start, ...after];
  return {
    prompt: rounded(responses.start.value),
    tokens: after.map((belief) => (belief ? rounded(belief.value) : null)),
    q: responseIds.map((id, t) => rounded(before[t]?.next.get(id) ?? 0)),
  };
}

/** Thirteen digits: sums of shares carry rounding of their own, which would tell equal values apart in a rank correlation. */
function rounded(share: number): number {
  return Math.round(share * 1e13) / 1e13;
}
