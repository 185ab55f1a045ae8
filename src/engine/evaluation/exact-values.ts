import { classResponses } from "../policy/class-lm.ts";
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
  const responses = classResponses(world, tokenizer, problem, settings);
  const after = responses.beliefs(responseIds);
  const before = [responses.start, ...after];
  return {
    prompt: responses.start.value,
    tokens: after.map((belief) => belief?.value ?? null),
    q: responseIds.map((id, t) => before[t]?.next.get(id) ?? 0),
  };
}
