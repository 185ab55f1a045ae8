import { promptKey } from "../data/record.ts";
import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { type PolicyResponse, respond } from "../policy/respond.ts";
import { deriveSeed } from "../random.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** What a policy answered to one prompt. Several reward models choose their pairs from the same samples. */
export interface SampledPrompt {
  prompt: TextOrChat;
  /** Samples at temperature 1, without top-k or top-p; their `q` are the probabilities of the reference policy. */
  samples: readonly PolicyResponse[];
}

export interface SamplingPlan {
  /** Responses drawn for each prompt (N). */
  samples: number;
  /** The largest number of tokens in a response. */
  maxTokens: number;
  seed: number;
}

export interface SamplingProgress {
  onProgress?: ((done: number) => void) | undefined;
  /** Aborting throws the signal's reason after the current prompt. */
  signal?: AbortSignal | undefined;
}

/**
 * Draws N responses of a policy to every prompt. The responses to a prompt do not depend on the other prompts.
 * @throws PlaygroundError naming the first prompt that the policy cannot read
 */
export async function samplePrompts<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  prompts: readonly TextOrChat[],
  { samples, maxTokens, seed }: SamplingPlan,
  { onProgress, signal }: SamplingProgress = {},
): Promise<SampledPrompt[]> {
  const sampled: SampledPrompt[] = [];
  for (const prompt of prompts) {
    const settings = { temperature: 1, topK: 0, topP: 1, maxTokens, seed: deriveSeed(seed, promptKey(prompt)) };
    const responses = await respond(lm, tokenizer, prompt, settings, samples, signal);
    signal?.throwIfAborted();
    sampled.push({ prompt, samples: responses });
    onProgress?.(sampled.length);
  }
  return sampled;
}
