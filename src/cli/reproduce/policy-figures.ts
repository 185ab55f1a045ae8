import type { VerifierAgreement } from "../../engine/alignment/pair-report.ts";
import type { JudgedAnswers, JudgedResponse } from "../../engine/evaluation/judge-policy.ts";
import { outcomeReward } from "../../engine/evaluation/trajectory.ts";
import { type BootstrapSettings, type Resampled, resample } from "../../engine/statistics/bootstrap.ts";
import { mean, type Statistic } from "../../engine/statistics/statistic.ts";
import type { Figures, PolicyMetricId } from "./metrics.ts";

/** What the verifier says of a tuned policy. */
export interface PolicyFigures {
  figures: Figures<PolicyMetricId>;
  /** Of the policy it started from: what tuning has to beat. */
  base: Figures<PolicyMetricId>;
}

/** @param base answers of the base to the same problems in the same order, as many samples each */
export function policyFigures(
  tuned: readonly JudgedAnswers[],
  base: readonly JudgedAnswers[],
  agreement: Resampled | null,
  bootstrap: BootstrapSettings,
): PolicyFigures {
  const resampledMean = (
    answers: readonly JudgedAnswers[],
    valuesOf: (answers: JudgedAnswers, i: number) => number[],
  ) => {
    const values = answers.map(valuesOf);
    const problems = answers.flatMap(({ problem }, i) => (values[i] as number[]).map(() => problem.id));
    return resample(mean(values.flat()), problems, bootstrap);
  };
  const greedyOf = (answers: JudgedAnswers) => [answers.greedy];
  const samplesOf = (answers: JudgedAnswers) => answers.samples;
  const of = (all: readonly JudgedAnswers[]) => ({
    goldGreedy: resampledMean(all, (answers) => greedyOf(answers).map(right)),
    goldSampled: resampledMean(all, (answers) => samplesOf(answers).map(right)),
    kl: resampledMean(all, (answers) => samplesOf(answers).map(({ logRatio }) => logRatio)),
    length: resampledMean(all, (answers) => samplesOf(answers).map(({ ids }) => ids.length)),
  });
  const gain = (responsesOf: typeof samplesOf, worth: (response: JudgedResponse) => number) =>
    resampledMean(tuned, (answers, i) => {
      const others = responsesOf(base[i] as JudgedAnswers);
      return responsesOf(answers).map((response, k) => worth(response) - worth(others[k] as JudgedResponse));
    });
  return {
    figures: {
      ...of(tuned),
      agreement,
      greedyGain: gain(greedyOf, right),
      sampledGain: gain(samplesOf, right),
      rewardGain: gain(samplesOf, ({ rewards }) => outcomeReward(rewards)),
    },
    base: { ...of(base), agreement: null, greedyGain: null, sampledGain: null, rewardGain: null },
  };
}

/**
 * Share of pairs whose chosen response is the right one, among those with one right and one wrong; null without such.
 * Resamples are of all prompts, those without such a pair too, so that they are the same for whoever chose.
 * @param verdicts what the verifier says of the pair of a prompt; absent where the prompt gave none
 * @param bootstrap its seed is that of the prompts: those of other seeds are drawn independently
 */
export function agreementOf(
  prompts: readonly string[],
  verdicts: ReadonlyMap<string, keyof VerifierAgreement>,
  bootstrap: BootstrapSettings,
): Resampled | null {
  const verdictOf = (i: number) => verdicts.get(prompts[i] as string);
  const told = [...prompts.keys()].filter((i) => verdictOf(i) === "agrees" || verdictOf(i) === "disagrees");
  if (told.length === 0) return null;
  const agrees = mean(told.map((i) => Number(verdictOf(i) === "agrees")));
  const statistic: Statistic = (counts) => agrees(told.map((i) => counts[i] as number));
  return resample(statistic, prompts, bootstrap);
}

function right({ correct }: JudgedResponse): number {
  return Number(correct);
}
