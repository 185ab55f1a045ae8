import { stepTokens } from "../../../engine/data/step-tokens.ts";
import { type ExactValues, exactValues } from "../../../engine/evaluation/exact-values.ts";
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import type { Judgement } from "../../records.ts";

/**
 * The verifier's verdict on a response, with steps as ranges of tokens. If the prompt is no known problem, only
 * arithmetic is checked.
 */
export function judgeResponse(prompt: string, ids: readonly number[], tokenizer: Tokenizer): Judgement {
  const { answer, correct, firstWrongStep, misconception, steps } = wordProblems.verify(
    wordProblems.solve(prompt),
    tokenizer.decode(ids),
  );
  const spans = stepTokens(tokenizer, ids, steps);
  return {
    answer,
    correct,
    firstWrongStep,
    misconception,
    steps: steps.flatMap(({ text, status, reason }, i) => {
      const span = spans[i];
      return span ? [{ text, status, reason, ...span }] : [];
    }),
  };
}

/**
 * The exact values of a response under the class of students; null if the prompt is no problem of the embedded world.
 * @param tokenizer a tokenizer with the world's vocabulary (`hasWorldVocabulary`)
 */
export function exactOf(prompt: string, ids: readonly number[], tokenizer: Tokenizer): ExactValues | null {
  const problem = wordProblems.solve(prompt);
  return problem && exactValues(wordProblems, tokenizer, problem, ids);
}
