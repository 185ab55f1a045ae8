import type { VerifierAgreement } from "../../engine/alignment/pair-report.ts";
import type { JudgedAnswers, JudgedResponse } from "../../engine/evaluation/judge-policy.ts";
import { outcomeReward } from "../../engine/evaluation/trajectory.ts";
import { type BootstrapSettings, type Resampled, resample } from "../../engine/statistics/bootstrap.ts";
import { mean, type Statistic } from "../../engine/statistics/statistic.ts";
import type { PolicyMetricId, ResampledFigures } from "./metrics.ts";

/** The verifier's figures of a tuned policy. */
export interface TunedPolicyFigures {
  figures: ResampledFigures<PolicyMetricId>;
  /** The figures of the policy that tuning started from. */
  base: ResampledFigures<PolicyMetricId>;
}

/** @param base the base's answers to the same problems in the same order, with as many samples each */
export function policyFigures(
  tuned: readonly JudgedAnswers[],
  base: readonly JudgedAnswers[],
  agreement: Resampled | null,
  bootstrap: BootstrapSettings,
): TunedPolicyFigures {
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
 * Share of pairs whose chosen response is right, among pairs with one right and one wrong response; null if there are
 * none. Resamples draw from all prompts, also those without such a pair, so that they are the same for every chooser.
 * @param verdicts the verifier's verdict on each prompt's pair; undefined if the prompt gave no pair
 * @param bootstrap its seed is that of the prompts, so that other prompts are drawn independently
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
