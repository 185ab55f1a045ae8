import { distributions, wordProblems } from "../../../engine/world/index.ts";
import { stories } from "../../../engine/world/stories.ts";
import type { RequestOf } from "../../calls.ts";
import type { LoadedPolicy } from "../../models.ts";
import type { ExampleProblem, PromptReading } from "../../records.ts";

/** Problems of every story that no model was trained on. */
export async function exampleProblems({ count, seed }: RequestOf<"problems">): Promise<ExampleProblem[]> {
  return stories.flatMap(({ title, majority, inDistribution }) => {
    const settings = { ...distributions[inDistribution ? "in" : "out"], stories: [title] };
    return wordProblems.problems({ split: "test", n: count, seed, settings }).map((problem) => ({
      prompt: problem.prompt,
      steps: problem.steps.length,
      answer: problem.answer,
      story: title,
      majority,
      inDistribution,
      right: wordProblems.attempts(problem).reduce((sum, { correct, share }) => (correct ? sum + share : sum), 0),
    }));
  });
}

/**
 * The prompt with title and labels, if it states a problem of the embedded world and the policy learned such prompts;
 * else unchanged.
 */
export function completePrompt(
  { writesWorld, tokenizer }: Pick<LoadedPolicy, "writesWorld" | "tokenizer">,
  { prompt }: RequestOf<"completePrompt">,
): PromptReading {
  const problem = wordProblems.solve(prompt);
  const whole = (writesWorld && problem?.prompt) || prompt;
  return { prompt: whole, known: problem !== null, unknownWords: tokenizer.unknownWords(whole) };
}
