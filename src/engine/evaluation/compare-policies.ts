import { resample } from "../statistics/bootstrap.ts";
import type { Difference } from "../statistics/estimate.ts";
import { meanDifference } from "../statistics/over-seeds.ts";
import { SIGNED } from "../statistics/range.ts";
import { mean } from "../statistics/statistic.ts";
import type { JudgedAnswers } from "./judge-policy.ts";

/** How often one policy's answers are right where another's are not, on the same problems, by the verifier. */
export interface WinTieLoss {
  /** Only the first policy is right. */
  win: number;
  /** Both policies are right, or neither policy is. */
  tie: number;
  /** Only the second policy is right. */
  loss: number;
}

export interface PolicyComparison {
  /** Counts over one greedy answer per problem. */
  greedy: WinTieLoss;
  /** Counts over samples: sample i of the one policy against sample i of the other. */
  sampled: WinTieLoss;
  /** Share of right greedy answers of the first policy minus that of the second, paired by problem. */
  greedyGain: Difference;
  /** Share of right samples of the first policy minus that of the second, paired by problem. */
  sampledGain: Difference;
}

/** @param other answers to the same problems in the same order, with as many samples each */
export function comparePolicies(tuned: readonly JudgedAnswers[], other: readonly JudgedAnswers[]): PolicyComparison {
  const greedy = tuned.map((answers, i) => difference(answers.greedy, other[i]?.greedy));
  const sampled = tuned.map((answers, i) => answers.samples.map((s, k) => difference(s, other[i]?.samples[k])));
  return {
    greedy: counted(greedy),
    sampled: counted(sampled.flat()),
    greedyGain: gain(
      greedy,
      tuned.map(({ problem }) => problem.id),
    ),
    sampledGain: gain(
      sampled.flat(),
      tuned.flatMap(({ problem, samples }) => samples.map(() => problem.id)),
    ),
  };
}

function gain(differences: readonly number[], problems: readonly string[]): Difference {
  const resampled = resample(mean(differences), problems);
  return { ...meanDifference([resampled], SIGNED), count: resampled.count };
}

interface Answer {
  correct: boolean;
}

function difference(a: Answer, b: Answer | undefined): number {
  return (a.correct ? 1 : 0) - (b?.correct ? 1 : 0);
}

function counted(differences: readonly number[]): WinTieLoss {
  const count = (value: number) => differences.filter((difference) => difference === value).length;
  return { win: count(1), tie: count(0), loss: count(-1) };
}
