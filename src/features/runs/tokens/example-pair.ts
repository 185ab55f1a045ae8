import { type Problem, plainText, wordProblems } from "../../../engine/world/index.ts";

/** A prompt with a better and a worse response. */
export interface TextPair {
  prompt: string;
  chosen: string;
  rejected: string;
}

/**
 * A pair of the embedded world that no model has seen: the right solution, and the solution with the most common
 * mistake.
 */
export function examplePair(seed: number): TextPair {
  const [problem] = wordProblems.problems({ split: "test", n: 1, seed }) as [Problem];
  const wrong = wordProblems.attempts(problem).filter(({ correct }) => !correct);
  const common = wrong.reduce((best, next) => (next.share > best.share ? next : best));
  return { prompt: problem.prompt, chosen: problem.solution, rejected: plainText(common) };
}
