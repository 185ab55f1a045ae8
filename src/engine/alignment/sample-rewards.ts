import type { TextSide } from "../checkpoint/checkpoint.ts";
import { outcomeReward } from "../evaluation/trajectory.ts";
import type { JudgeOf, ProcessRewards, Scorer } from "../reward/judge.ts";
import { rewardsOfWritten } from "../reward/written.ts";
import { checkSameVocabulary } from "../tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { SampledPrompt, SamplingProgress } from "./sampled-prompt.ts";

/**
 * The outcome reward of every sample, prompt by prompt. Equal texts of a prompt are judged once, so that rounding never
 * tells them apart.
 * @param judge one that reads tokens has the policy's vocabulary (`checkRewardModel`)
 * @param writer the policy's tokenizer
 * @throws UnusableRecord if the reward model cannot read a response
 */
export async function sampleRewards(
  judge: JudgeOf<Scorer>,
  writer: Tokenizer,
  prompts: readonly SampledPrompt[],
  { onProgress, signal }: SamplingProgress = {},
): Promise<number[][]> {
  const rewards: number[][] = [];
  for (const { prompt, samples } of prompts) {
    signal?.throwIfAborted();
    const unlike = [...new Map(samples.map((sample) => [sample.text, sample])).values()];
    const written = unlike.map(({ ids, finish }) => ({ prompt, ids, isFinished: finish === "eos" }));
    const judged = await rewardsOfWritten(judge, writer, written);
    const byText = new Map(unlike.map(({ text }, i) => [text, outcomeReward(judged[i] as ProcessRewards)]));
    rewards.push(samples.map(({ text }) => byText.get(text) as number));
    onProgress?.(rewards.length);
  }
  return rewards;
}

/**
 * Demands that reward model and policy share a vocabulary.
 * @throws PlaygroundError if the reward model reads other tokens than the policy writes
 */
export function checkRewardModel(reward: TextSide, policy: TextSide): void {
  checkSameVocabulary(reward, policy, "The reward model reads other tokens than the policy writes");
}
