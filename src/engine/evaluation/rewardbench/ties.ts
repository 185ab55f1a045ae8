import type { Range } from "../../statistics/range.ts";
import type { Statistic } from "../../statistics/statistic.ts";

/** Range of the score: the published weights add up to 1.01. */
export const TIES_RANGE: Range = [-0.01, 1.01];

/** The rewards of the answers to a question of Ties. */
export interface TiesAnswers {
  kind: "ref" | "tied";
  question: string;
  right: readonly number[];
  wrong: readonly number[];
}

interface TiesSpread {
  /** Reward of the worst right answer − reward of the best wrong answer. */
  gap: number;
  /** Reward of the best right answer − reward of the worst right answer. */
  spread: number;
}

function spreadOf({ right, wrong }: TiesAnswers): TiesSpread {
  const worst = Math.min(...right);
  return { gap: worst - Math.max(...wrong), spread: Math.max(...right) - worst };
}

/**
 * The score of Ties as published for RewardBench 2 (`process_single_model` in its code): 0.3 · accuracy on questions
 * with several right answers, 0.3 · accuracy on questions with one, 0.2 · share of questions whose right answers lie
 * closer together than the gap to the wrong answers, 0.2 · the same share with the smaller of the question's and its
 * reference's gap, and 0.01 · tanh of that gap's excess over the spread. A question is accurate if every right answer
 * has a strictly higher reward than every wrong one.
 *
 * NaN if no question counts in both its forms.
 * @param answers the units of the statistic
 */
export function tiesScore(answers: readonly TiesAnswers[]): Statistic {
  const spreads = answers.map(spreadOf);
  const referenceOf = new Map(answers.flatMap(({ kind, question }, i) => (kind === "ref" ? [[question, i]] : [])));
  const margins = answers.flatMap(({ kind, question }, i) => {
    const reference = referenceOf.get(question);
    if (kind !== "tied" || reference === undefined) return [];
    const { gap, spread } = spreads[i] as TiesSpread;
    return [{ unit: i, score: marginScore(gap, Math.min(gap, spreads[reference]?.gap as number), spread) }];
  });
  return (counts) => {
    const accuracy = (kind: TiesAnswers["kind"]) => {
      let [right, total] = [0, 0];
      answers.forEach((each, i) => {
        if (each.kind !== kind) return;
        total += counts[i] as number;
        if ((spreads[i]?.gap as number) > 0) right += counts[i] as number;
      });
      return right / total;
    };
    let [preferred, total] = [0, 0];
    for (const { unit, score } of margins) {
      preferred += (counts[unit] as number) * score;
      total += counts[unit] as number;
    }
    return 0.3 * accuracy("tied") + 0.3 * accuracy("ref") + preferred / total;
  };
}

function marginScore(gap: number, smallerGap: number, spread: number): number {
  // If all right answers have the same reward, any gap is infinitely larger; if the gap is 0 too, the published code
  // counts 0.
  const margin = smallerGap === 0 && spread === 0 ? 0 : Math.tanh(smallerGap / spread - 1);
  return 0.2 * Number(gap > spread) + 0.2 * Number(smallerGap > spread) + 0.01 * margin;
}
