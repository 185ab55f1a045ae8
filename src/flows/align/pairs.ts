import { reportPairs, verdictOn } from "../../engine/alignment/pair-report.ts";
import { choosePairs, policyPairs, preferencesOf } from "../../engine/alignment/preference-pairs.ts";
import type { SampledPrompt } from "../../engine/alignment/sampled-prompt.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { dpoSteps } from "../../engine/training/policy-run.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { AlignmentContext } from "./context.ts";
import type { ChoosingReward, ChosenPairs } from "./plan.ts";

/**
 * Lets every reward model choose its pairs. A reward model that finds no pair is halted.
 * @param rewards rewards of every sample, by reward model
 * @throws PlaygroundError if no reward model finds a pair
 */
export async function chooseAllPairs(
  models: readonly ChoosingReward[],
  sampled: readonly SampledPrompt[],
  rewards: readonly (readonly (readonly number[])[])[],
  { settings: { minGap, config }, policy, host: { tell } }: AlignmentContext,
): Promise<ChosenPairs[]> {
  const all: ChosenPairs[] = [];
  const failed: { reward: string; error: PlaygroundError }[] = [];
  for (const [i, reward] of models.entries()) {
    try {
      const choice = choosePairs(sampled, rewards[i] as number[][], minGap);
      const preferences = preferencesOf(choice.pairs);
      const report = reportPairs(wordProblems, choice);
      all.push({
        ...{ reward, preferences, report },
        pairs: policyPairs(choice.pairs, policy.tokenizer),
        dataHash: await contentHash(preferences),
      });
      const pairs = choice.pairs.map((pair) => ({ ...pair, verdict: verdictOn(wordProblems, pair) }));
      tell({ type: "pairs", reward: reward.id, report, pairs, steps: dpoSteps(config, choice.pairs.length) });
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      failed.push({ reward: reward.id, error });
    }
  }
  if (all.length === 0 && failed[0]) throw failed[0].error;
  for (const { reward, error } of failed) tell({ type: "halted", reward, report: error.report });
  return all;
}
