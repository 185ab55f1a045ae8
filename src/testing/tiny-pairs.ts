import type { Preference } from "../engine/data/preference.ts";
import { wordProblems } from "../engine/world/index.ts";

/** Word problems with their solution, and with another problem's solution as the rejected response. */
export function tinyPairs(count: number, seed: number): Preference<string>[] {
  const problems = wordProblems.problems({ split: "train", n: count + 1, seed });
  return problems.slice(0, count).map(({ prompt, solution }, i) => {
    const other = problems.slice(i + 1).find((problem) => problem.solution !== solution) ?? problems[0];
    return { prompt, chosen: solution, rejected: other?.solution ?? "answer 0" };
  });
}
