import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { CausalLM, LmCache } from "./causal-lm.ts";
import { type FinishReason, type GenerationSettings, generate } from "./generate.ts";

/**
 * A policy's response without the traces of its tokens: a thousand responses with traces would fill a page's memory.
 */
export interface PolicyResponse {
  /** Response tokens; a finished response ends with an end-of-sequence token. */
  ids: number[];
  /** Generation probability of each token under the policy. */
  q: number[];
  text: string;
  finish: FinishReason;
}

/** @throws PlaygroundError if the prompt is empty, has unknown words, or leaves no room for a response */
export async function respond<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  prompt: TextOrChat,
  settings: GenerationSettings,
  samples: number,
  signal?: AbortSignal,
): Promise<PolicyResponse[]> {
  const promptIds = tokenizer.encodePrompt(prompt, lm.contextLength, 1);
  const drawn = await generate(lm, promptIds, settings, { samples, signal });
  return drawn.map(({ ids, traces, finish }) => ({
    ids,
    q: traces.map(({ q }) => q),
    text: tokenizer.decode(ids),
    finish,
  }));
}
