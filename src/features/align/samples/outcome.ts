import type { AnsweredProblem, JudgedAnswer } from "../../../worker/alignment-records.ts";

/** The outcome of a tuned policy's answer against the base's, by the verifier. */
export type AnswerOutcome = "won" | "lost" | "tied";

export function answerOutcome(base: JudgedAnswer, tuned: JudgedAnswer): AnswerOutcome {
  const [before, after] = [base.judgement.correct === true, tuned.judgement.correct === true];
  if (before === after) return "tied";
  return after ? "won" : "lost";
}

/** Indices of the problems whose n-th answers have an outcome; of all problems if no outcome is given. */
export function placesWith(
  answers: readonly AnsweredProblem[],
  reward: string,
  n: number,
  outcome: AnswerOutcome | null,
): number[] {
  return answers.flatMap(({ base, tuned }, place) => {
    const [before, after] = [base[n], tuned[reward]?.[n]];
    return before && after && (outcome === null || answerOutcome(before, after) === outcome) ? [place] : [];
  });
}
