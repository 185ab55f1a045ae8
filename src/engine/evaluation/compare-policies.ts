import { resample } from "../statistics/bootstrap.ts";
import type { Difference } from "../statistics/estimate.ts";
import { meanDifference } from "../statistics/over-seeds.ts";
import { SIGNED } from "../statistics/range.ts";
import { mean } from "../statistics/statistic.ts";
import type { JudgedAnswers } from "./judge-policy.ts";

/** Answers of one policy held against those of another to the same problems, by the verifier. */
export interface WinTieLoss {
  /** Only the first policy is right. */
  win: number;
  /** Both are, or neither. */
  tie: number;
  /** Only the second is. */
  loss: number;
}

export interface PolicyComparison {
  /** One greedy answer a problem. */
  greedy: WinTieLoss;
  /** Sample i of a problem against sample i. */
  sampled: WinTieLoss;
  /** By how much the share of right greedy answers is higher, paired by problem. */
  greedyGain: Difference;
  /** By how much the share of right samples is higher, paired by problem. */
  sampledGain: Difference;
}

/** @param other answers to the same problems in the same order, as many samples each */
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
