import { reportPairs, verdictOn } from "../../engine/alignment/pair-report.ts";
import {
  choosePairs,
  type PairChoice,
  policyPairs,
  preferencesOf,
  type RewardedPair,
} from "../../engine/alignment/preference-pairs.ts";
import type { SampledPrompt } from "../../engine/alignment/sampled-prompt.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import type { TokenPair } from "../../engine/training/pairs.ts";
import { dpoSteps } from "../../engine/training/policy-run.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { ShownPair } from "../alignment-records.ts";
import type { LoadedReward } from "../models.ts";
import type { AlignmentCourse } from "./alignment-course.ts";

/** A reward model and the pairs it has chosen. */
export interface ChosenPairs {
  reward: LoadedReward;
  pairs: TokenPair[];
  dataHash: string;
}

/**
 * Lets every reward model choose its pairs, and shows them.
 * @param rewards of every sample, reward model by reward model
 * @throws PlaygroundError where none of them finds a pair; one that alone finds none is halted
 */
export async function pairsOfAll(
  models: readonly LoadedReward[],
  sampled: readonly SampledPrompt[],
  rewards: readonly (readonly (readonly number[])[])[],
  { plan, policy, emit }: AlignmentCourse,
): Promise<ChosenPairs[]> {
  const all: ChosenPairs[] = [];
  const failed: { reward: string; error: PlaygroundError }[] = [];
  for (const [i, reward] of models.entries()) {
    try {
      const choice = choosePairs(sampled, rewards[i] as number[][], plan.minGap);
      all.push({
        reward,
        pairs: policyPairs(choice.pairs, policy.tokenizer),
        dataHash: await contentHash(preferencesOf(choice.pairs)),
      });
      emit({
        type: "pairs",
        reward: reward.entry.id,
        ...shown(choice),
        steps: dpoSteps(plan.config, choice.pairs.length),
      });
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      failed.push({ reward: reward.entry.id, error });
    }
  }
  if (all.length === 0 && failed[0]) throw failed[0].error;
  for (const { reward, error } of failed) emit({ type: "halted", reward, report: error.report });
  return all;
}

function shown(choice: PairChoice) {
  return { report: reportPairs(wordProblems, choice), pairs: choice.pairs.map(shownPair) };
}

function shownPair(pair: RewardedPair): ShownPair {
  const { prompt, chosen, rejected } = pair;
  return {
    prompt: textOf(prompt, "user"),
    chosen: chosen.text,
    rejected: rejected.text,
    rewards: { chosen: chosen.reward, rejected: rejected.reward },
    verdict: verdictOn(wordProblems, pair),
  };
}
