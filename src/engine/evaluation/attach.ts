import { PlaygroundError } from "../errors.ts";
import { classResponses } from "../policy/class-lm.ts";
import type { ResponseDistribution } from "../policy/response-distribution.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { World } from "../world/world.ts";
import { exactValuesUnder } from "./exact-values.ts";
import type { ExactValue, LabelledTrajectory } from "./trajectory.ts";
import { type ExactRecord, exactRecord, isExactRecord, type ValueRecord } from "./value-record.ts";

/**
 * Trajectories with the generation probabilities of their tokens. @param q one array per trajectory, in the same order
 */
export function withTokenProbabilities<T extends LabelledTrajectory>(
  trajectories: readonly T[],
  q: readonly (readonly number[])[],
): T[] {
  return trajectories.map((trajectory, i) => ({ ...trajectory, q: q[i] ?? null }));
}

/**
 * Trajectories with the values V̂ that records give their prefixes, found by prompt and response.
 * @throws PlaygroundError if a value lies beyond the end of its response: it was measured with other tokens
 */
export function withValues<T extends LabelledTrajectory>(
  trajectories: readonly T[],
  records: readonly ValueRecord[],
  file: string,
): T[] {
  const key = (prompt: string, response: string) => JSON.stringify([prompt, response]);
  const known = new Map(records.map((record) => [key(record.prompt, record.response), record]));
  return trajectories.map((trajectory) => {
    const record = known.get(key(trajectory.prompt, trajectory.response));
    if (!record) return trajectory;
    const last = Math.max(record.values.at(-1)?.position ?? -1, isExactRecord(record) ? record.q.length - 1 : -1);
    if (last >= trajectory.responseIds.length) throw otherTokens(file, trajectory, last);
    if (!isExactRecord(record)) return { ...trajectory, values: record.values, classQ: null };
    return { ...trajectory, values: record.values.flatMap(knownOf), classQ: record.q };
  });
}

/**
 * Trajectories of the embedded world with the exact values of their prefixes under the class of students, up to the
 * first token that no student writes. Trajectories of other prompts are returned unchanged.
 * @param tokenizer the tokenizer of the embedded world
 */
export function withExactValues<T extends LabelledTrajectory>(
  trajectories: readonly T[],
  world: World,
  tokenizer: Tokenizer,
): T[] {
  const known = new Map<string, ResponseDistribution | null>();
  const responsesTo = (prompt: string) => {
    const found = known.get(prompt);
    if (found !== undefined) return found;
    const problem = world.solve(prompt);
    const responses = problem && classResponses(world, tokenizer, problem);
    known.set(prompt, responses);
    return responses;
  };
  return trajectories.map((trajectory) => {
    const responses = responsesTo(trajectory.prompt);
    if (!responses) return trajectory;
    const { values, q } = exactRecord(trajectory, exactValuesUnder(responses, trajectory.responseIds));
    return { ...trajectory, values: values.flatMap(knownOf), classQ: q };
  });
}

function knownOf({ position, value }: ExactRecord["values"][number]): ExactValue[] {
  return value === null ? [] : [{ position, value }];
}

function otherTokens(file: string, { where, responseIds }: LabelledTrajectory, last: number): PlaygroundError {
  return new PlaygroundError({
    what: "A value was measured behind the end of its response",
    where: `${file}, for ${where}`,
    expected: `positions below ${responseIds.length}`,
    found: `${last}`,
    fix: "Measure the values with a policy of the same vocabulary.",
  });
}
