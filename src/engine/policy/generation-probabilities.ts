import { rightPaddedBatch } from "../onnx/token-batch.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { CausalLM, LmCache } from "./causal-lm.ts";
import { type SamplingSettings, warp } from "./sampling.ts";
import { logitsAt } from "./trace.ts";

/** Settings that leave the model's probabilities unchanged (docs/method.md section 1). */
export const RAW: SamplingSettings = { temperature: 1, topK: 0, topP: 1 };

const ROWS = 16;
/** The most numbers in the logits of a batch, 256 MB; with a vocabulary of 150,000 words that is a row or two. */
const MOST_LOGITS = 2 ** 26;

/**
 * `q_t` of every response token by teacher forcing, in the order of the responses. Computed in right-padded batches of
 * similar length; padding does not change a row's probabilities.
 */
export async function generationProbabilities<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  responses: readonly PromptedResponse[],
  settings: SamplingSettings,
  onProgress?: (done: number) => void,
): Promise<number[][]> {
  const length = (i: number) => (responses[i]?.promptIds.length ?? 0) + (responses[i]?.responseIds.length ?? 0);
  const order = responses.map((_, i) => i).sort((a, b) => length(a) - length(b));
  const probabilities = new Array<number[]>(responses.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    // The last response of a batch is its longest.
    const fits = (next: number) => (next - start + 1) * length(order[next] as number) * lm.vocabSize <= MOST_LOGITS;
    for (end = start + 1; end < order.length && end < start + ROWS && fits(end); ) end += 1;
    const indices = order.slice(start, end);
    const rows = indices.map((i) => responses[i] as PromptedResponse);
    const batch = rightPaddedBatch(rows.map(({ promptIds, responseIds }) => [...promptIds, ...responseIds]));
    const read = Math.min(...rows.map(({ promptIds }) => promptIds.length - 1));
    const kept = batch.length - read;
    const { logits, cache } = await lm.forward(batch, null, kept);
    cache.dispose();
    rows.forEach(({ promptIds, responseIds }, row) => {
      const first = row * kept + promptIds.length - 1 - read;
      probabilities[indices[row] as number] = responseIds.map((id, t) =>
        probabilityOf(logitsAt(logits, first + t, lm.vocabSize), id, settings),
      );
    });
    onProgress?.(end);
  }
  return probabilities;
}

function probabilityOf(logits: Float32Array, id: number, settings: SamplingSettings): number {
  return warp(logits, settings)[id] as number;
}
