import { PlaygroundError } from "../../../engine/errors.ts";
import {
  measureValues as measure,
  prefixKey,
  type ValueEstimate,
  valuePositions,
} from "../../../engine/evaluation/values.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { Models } from "../../models.ts";
import { checkIds, readPrompt } from "./trajectory.ts";

/** Measures values of a response by roll-outs of the policy. If cancelled, returns the values measured so far. */
export async function measureTrajectoryValues(
  models: Models,
  { prompt, response, points, settings, known }: RequestOf<"measureValues">,
  { emit, signal }: Call<"measureValues">,
): Promise<ValueEstimate[]> {
  const { lm, tokenizer } = models.policy;
  const problem = wordProblems.solve(prompt);
  if (!problem) {
    throw new PlaygroundError({
      what: "Nobody knows the right answer to this prompt, so no roll-out can be judged",
      where: "values",
      fix: "Measure on a problem of the embedded world; the examples are some.",
    });
  }
  checkIds(response, lm.vocabSize);
  const sequence = { promptIds: readPrompt(models.policy, prompt), responseIds: [...response] };
  const positions = valuePositions(tokenizer, wordProblems, response, points);
  const keyOf = (position: number) => prefixKey(sequence.promptIds, response.slice(0, position + 1));
  let done = 0;
  return measure(lm, tokenizer, wordProblems, problem, sequence, positions, settings, {
    known: new Map(known.map((estimate) => [keyOf(estimate.position), estimate])),
    signal,
    onEstimate: (estimate) => {
      done += 1;
      emit({ estimate, done, of: positions.length });
    },
  });
}
