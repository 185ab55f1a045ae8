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
  { config, weights, valueHead }: Checkpoint,
  inputIds: number[],
  attentionMask: number[],
): Promise<DecoderOutputs> {
  const params = toParameters(valueHead ? new Map([...weights, ...valueHeadTensors(valueHead)]) : weights);
  const shape = [1, inputIds.length];
  const hidden = hiddenStates(
    config,
    params,
    np.array(new Int32Array(inputIds), { shape, dtype: np.int32 }),
    np.array(new Float32Array(attentionMask), { shape }),
  );
  const outputs = {
    logits: (await logits(config, params, hidden.ref).jsAsync())[0] as number[][],
    rewards: valueHead ? ((await rewardsAt(params, hidden.ref).jsAsync())[0] as number[]) : [],
    hidden: (await hidden.jsAsync())[0] as number[][],
  };
  disposeParameters(params);
  return outputs;
}
