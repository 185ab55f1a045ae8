import type { Range } from "../../statistics/range.ts";
import type { Statistic } from "../../statistics/statistic.ts";

/** Of the score: the published weights come to 1.01. */
export const TIES_RANGE: Range = [-0.01, 1.01];

/** The rewards of a question's answers. */
export interface TiesAnswers {
  kind: "ref" | "tied";
  question: string;
  right: readonly number[];
  wrong: readonly number[];
}

interface TiesSpread {
  /** Worst right answer − best wrong one. */
  gap: number;
  /** Best right answer − worst right one. */
  spread: number;
}

function spreadOf({ right, wrong }: TiesAnswers): TiesSpread {
  const worst = Math.min(...right);
  return { gap: worst - Math.max(...wrong), spread: Math.max(...right) - worst };
}

/**
 * The score of Ties as RewardBench 2 publishes it (`process_single_model` in its code): 0.3 · accuracy on questions with
 * several right answers, 0.3 · on those with one, 0.2 · how often right answers lie closer together than the gap to the
 * wrong ones, 0.2 · the same with the smaller gap of the question and its reference, and 0.01 · tanh of how much so. A
 * question is accurate if every right answer has a strictly higher reward than every wrong one.
 *
 * NaN where no question counts with both its forms.
 * @param answers counted as the statistic's units
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
  // Right answers of equal reward: any gap is infinitely larger; where there is none, the published code counts 0.
  const margin = smallerGap === 0 && spread === 0 ? 0 : Math.tanh(smallerGap / spread - 1);
  return 0.2 * Number(gap > spread) + 0.2 * Number(smallerGap > spread) + 0.01 * margin;
}
