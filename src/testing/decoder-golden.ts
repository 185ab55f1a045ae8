import { numpy as np } from "@jax-js/jax";
import type { Checkpoint } from "../engine/checkpoint/checkpoint.ts";
import { hiddenStates, logits } from "../engine/decoder/decoder.ts";
import { disposeParameters, toParameters } from "../engine/decoder/parameters.ts";
import { rewardsAt, valueHeadTensors } from "../engine/decoder/value-head.ts";

export interface DecoderOutputs {
  hidden: number[][];
  logits: number[][];
  /** Empty if the model has no value head. */
  rewards: number[];
}

/** Runs one sequence through the jax-js decoder and returns all its results. */
export async function runDecoder(
  checkpoint: Checkpoint,
  inputIds: number[],
  attentionMask: number[],
): Promise<DecoderOutputs> {
  const [outputs] = await runDecoderBatch(checkpoint, [inputIds], [attentionMask]);
  return outputs as DecoderOutputs;
}

/** Runs a batch `[B, T]` with its attention mask through the jax-js decoder; the results are by row. */
export async function runDecoderBatch(
  { config, weights, valueHead }: Checkpoint,
  inputIds: readonly number[][],
  attentionMask: readonly number[][],
): Promise<DecoderOutputs[]> {
  const params = toParameters(valueHead ? new Map([...weights, ...valueHeadTensors(valueHead)]) : weights);
  const shape = [inputIds.length, inputIds[0]?.length ?? 0];
  const states = hiddenStates(
    config,
    params,
    np.array(new Int32Array(inputIds.flat()), { shape, dtype: np.int32 }),
    np.array(new Float32Array(attentionMask.flat()), { shape }),
  );
  const scores = (await logits(config, params, states.ref).jsAsync()) as number[][][];
  const rewards = valueHead ? ((await rewardsAt(params, states.ref).jsAsync()) as number[][]) : [];
  const hidden = (await states.jsAsync()) as number[][][];
  disposeParameters(params);
  return hidden.map((row, i) => ({ hidden: row, logits: scores[i] as number[][], rewards: rewards[i] ?? [] }));
}
