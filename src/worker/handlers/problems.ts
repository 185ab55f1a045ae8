import { wordProblems } from "../../engine/world/index.ts";
import type { ExampleProblem } from "../records.ts";
import type { ProblemsRequest } from "../requests.ts";

/** Problems the policy was not trained on. */
export async function problems({ count, seed }: ProblemsRequest): Promise<ExampleProblem[]> {
  return wordProblems
    .problems({ split: "test", n: count, seed })
    .map(({ prompt, steps, answer, story }) => ({ prompt, steps: steps.length, answer, story }));
}
