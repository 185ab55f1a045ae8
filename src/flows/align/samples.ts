import { sampleRewards } from "../../engine/alignment/sample-rewards.ts";
import { type SampledPrompt, type SamplingPlan, samplePrompts } from "../../engine/alignment/sampled-prompt.ts";
import { promptKey } from "../../engine/data/record.ts";
import type { Judge } from "../../engine/reward/judge.ts";
import { readEach } from "../../engine/reward/read-each.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import type { UnusableRecord } from "../../engine/unusable-record.ts";
import type { AlignmentContext } from "./context.ts";
import type { ChoosingReward } from "./plan.ts";

/**
 * A policy's samples and their rewards, kept prompt by prompt, so that repeated or cancelled work is not done twice. A
 * change of policy, N or seed drops them.
 */
export class AlignmentSamples {
  #key = "";
  #samples = new Map<string, SampledPrompt>();
  /** Rewards of each reward model, by prompt, or why it cannot read a sample. */
  #rewards = new Map<Judge, Map<string, number[] | UnusableRecord>>();

  /** Draws N samples of every prompt, or takes them from memory. */
  async of(
    prompts: readonly TextOrChat[],
    plan: SamplingPlan,
    { policy: { id, lm, tokenizer }, work, host: { store, signal } }: AlignmentContext,
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

  /** The outcome reward of every sample, by reward model and prompt, or why the reward model cannot read a sample of the prompt. */
  async rewards(
    models: readonly ChoosingReward[],
    sampled: readonly SampledPrompt[],
    { policy: { tokenizer }, work }: AlignmentContext,
  ): Promise<(number[] | UnusableRecord)[][]> {
    const of = models.length * sampled.length;
    let done = 0;
    const all: (number[] | UnusableRecord)[][] = [];
    for (const judge of models) {
      const known = this.#rewards.get(judge.model) ?? new Map<string, number[] | UnusableRecord>();
      this.#rewards.set(judge.model, known);
      for (const one of sampled) {
        await work.pause();
        work.progress("rewarding", done, of);
        done += 1;
        if (known.has(promptKey(one.prompt))) continue;
        const [read] = await readEach([one], (prompts) => sampleRewards(judge, tokenizer, prompts));
        known.set(promptKey(one.prompt), read as number[] | UnusableRecord);
      }
      all.push(sampled.map(({ prompt }) => known.get(promptKey(prompt)) as number[] | UnusableRecord));
    }
    work.progress("rewarding", of, of);
    return all;
  }
}
