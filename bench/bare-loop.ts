import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { DecoderConfig } from "../src/engine/checkpoint/config.ts";
import type { OnnxRuntime } from "../src/engine/onnx/runtime.ts";

/** Writes `count` tokens after a prompt, greedily, and keeps no results. */
export type BareLoop = (promptIds: readonly number[], count: number) => Promise<void>;

/**
 * The shortest generation loop over a session of ONNX Runtime: feed tokens and cache, take the most probable token, feed
 * it back.
 */
export function bareLoop(
  { library: ort }: OnnxRuntime,
  session: InferenceSession,
  { layerCount, kvHeadCount, headDim, vocabSize }: DecoderConfig,
): BareLoop {
  const caches = Array.from({ length: layerCount }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();

  return async (promptIds, count) => {
    let past = caches.map((): Tensor => new ort.Tensor("float32", [], [1, kvHeadCount, 0, headDim]));
    let ids = promptIds;
    let length = 0;
    for (let written = 0; written < count; written++) {
      const feeds = {
        num_logits_to_keep: new ort.Tensor("int64", BigInt64Array.of(1n), []),
        input_ids: new ort.Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]),
        position_ids: new ort.Tensor(
          "int64",
          BigInt64Array.from(ids, (_, i) => BigInt(length + i)),
          [1, ids.length],
        ),
        attention_mask: new ort.Tensor("int64", new BigInt64Array(length + ids.length).fill(1n), [
          1,
          length + ids.length,
        ]),
        ...Object.fromEntries(caches.map((name, i) => [`past_key_values.${name}`, past[i] as Tensor])),
      };
      const outputs = await session.run(feeds, ["logits", ...caches.map((name) => `present.${name}`)]);
      for (const tensor of past) tensor.dispose();
      past = caches.map((name) => outputs[`present.${name}`] as Tensor);
      length += ids.length;
      // On the CPU already, or fetched from the GPU's buffer.
      const logits = (await outputs.logits?.getData()) as Float32Array;
      ids = [argMax(logits.subarray(logits.length - vocabSize))];
    }
    for (const tensor of past) tensor.dispose();
  };
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
