import { stepTokens } from "../../engine/data/step-tokens.ts";
import { type ExactValues, exactValues } from "../../engine/evaluation/exact-values.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { Judgement } from "../records.ts";

/** The verifier on a response, its steps as stretches of tokens. A prompt of no known problem leaves arithmetic to check. */
export function judge(prompt: string, ids: readonly number[], tokenizer: Tokenizer): Judgement {
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
 * What the class of students makes of a response; null where the prompt is no problem of the embedded world.
 * @param tokenizer one of the world's words (`hasWorldVocabulary`)
 */
export function exactOf(prompt: string, ids: readonly number[], tokenizer: Tokenizer): ExactValues | null {
  const problem = wordProblems.solve(prompt);
  return problem && exactValues(wordProblems, tokenizer, problem, ids);
}
