import { sampleRewards } from "../../engine/alignment/sample-rewards.ts";
import { type SampledPrompt, type SamplingPlan, samplePrompts } from "../../engine/alignment/sampled-prompt.ts";
import { promptKey } from "../../engine/data/record.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import type { AlignmentCourse } from "./course.ts";
import type { ChoosingReward } from "./plan.ts";

/**
 * Samples of a policy and what reward models say of them, kept prompt by prompt: whatever is asked for again, or was
 * cancelled half way, need not be computed twice. Another policy, N or seed begins anew.
 */
export class AlignmentSamples {
  #key = "";
  #samples = new Map<string, SampledPrompt>();
  /** By prompt. */
  #rewards = new Map<RewardModel, Map<string, number[]>>();

  /** N samples of every prompt. */
  async of(
    prompts: readonly TextOrChat[],
    plan: SamplingPlan,
    { policy: { id, lm, tokenizer }, work, host: { store, signal } }: AlignmentCourse,
  ): Promise<SampledPrompt[]> {
    const key = JSON.stringify([id, plan]);
    if (key !== this.#key) {
      this.#key = key;
      this.#samples = new Map();
      this.#rewards = new Map();
    }
    for (const sampled of (await store?.get(prompts, plan)) ?? []) {
      this.#samples.set(promptKey(sampled.prompt), sampled);
    }
    const missing = prompts.some((prompt) => !this.#samples.has(promptKey(prompt)));
    for (const [done, prompt] of prompts.entries()) {
      await work.pause();
      if (missing) work.progress("sampling", done, prompts.length);
      if (this.#samples.has(promptKey(prompt))) continue;
      const [sampled] = await samplePrompts(lm, tokenizer, [prompt], plan, { signal });
      this.#samples.set(promptKey(prompt), sampled as SampledPrompt);
    }
    if (missing) work.progress("sampling", prompts.length, prompts.length);
    const all = prompts.map((prompt) => this.#samples.get(promptKey(prompt)) as SampledPrompt);
    if (missing) await store?.put(all);
    return all;
  }

  /** The outcome reward of every sample, reward model by reward model. */
  async rewards(
    models: readonly ChoosingReward[],
    sampled: readonly SampledPrompt[],
    { policy: { tokenizer }, work }: AlignmentCourse,
  ): Promise<number[][][]> {
    const of = models.length * sampled.length;
    let done = 0;
    const all: number[][][] = [];
    for (const { model } of models) {
      const known = this.#rewards.get(model) ?? new Map<string, number[]>();
      this.#rewards.set(model, known);
      for (const one of sampled) {
        await work.pause();
        work.progress("rewarding", done, of);
        done += 1;
        if (known.has(promptKey(one.prompt))) continue;
        const [rewards] = await sampleRewards(model, tokenizer, [one]);
        known.set(promptKey(one.prompt), rewards as number[]);
      }
      all.push(sampled.map(({ prompt }) => known.get(promptKey(prompt)) as number[]));
    }
    work.progress("rewarding", of, of);
    return all;
  }
}
