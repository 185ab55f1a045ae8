import { checkContext } from "../onnx/context.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import type { CausalLM, LmCache } from "./causal-lm.ts";
import type { SamplingSettings } from "./sampling.ts";
import { chancesOf, logitsAt, type TokenTrace, traceOf } from "./trace.ts";

/**
 * Teacher forcing: the traces of a given response as if it had been generated with these settings.
 * @throws PlaygroundError if prompt and response do not fit the context
 */
export async function score<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  promptIds: readonly number[],
  responseIds: readonly number[],
  settings: SamplingSettings,
): Promise<TokenTrace[]> {
  checkContext(lm.contextLength, promptIds.length, responseIds.length);
  if (responseIds.length === 0) return [];
  // The last token is not read, since nothing is predicted from it.
  const read = [...promptIds, ...responseIds.slice(0, -1)];
  const { logits, cache } = await lm.forward(denseBatch(1, read, 0), null, responseIds.length);
  cache.dispose();
  return tracesOf(logits, responseIds, lm.vocabSize, settings);
}

/**
 * The traces of response tokens from the logits that predict them.
 * @param logits [positions, vocabSize], from the position before the first response token on
 */
export function tracesOf(
  logits: Float32Array,
  responseIds: readonly number[],
  vocabSize: number,
  settings: SamplingSettings,
): TokenTrace[] {
  return responseIds.map((id, t) => traceOf(chancesOf(logitsAt(logits, t, vocabSize), settings), id));
}
