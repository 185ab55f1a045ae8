// jax-js uses iterator helpers, which not every browser has.
import "core-js/actual/iterator/index.js";
import type { numpy as np } from "@jax-js/jax";
import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { fetchSource } from "../src/engine/checkpoint/source.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { INITIAL_NORMALISER } from "../src/engine/losses/edge-kinds.ts";
import { padPairs } from "../src/engine/training/pair-batch.ts";
import { asPairs } from "../src/engine/training/pairs.ts";
import { startingWeights } from "../src/engine/training/reward-model-weights.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";
import { type HostArray, TensorFlowRun } from "./peers/tensorflow/run.ts";
import { openTensorFlow } from "./peers/tensorflow/tf.ts";
import { timedInTurn } from "./timing.ts";
import { rewardConfig, rewardMaterial } from "./training-runs.ts";

export interface TensorFlowTimes {
  /** Losses of the first steps. */
  losses: { ours: number[]; theirs: number[] };
  /** Milliseconds of steps, round by round. */
  ours: number[];
  theirs: number[];
}

/** Steps whose losses have to agree: all but the first depend on gradients and optimiser. */
const COMPARED = 4;

/**
 * Times ICRM steps of the embedded decoder, all weights trained, on one batch: by the engine and by TensorFlow.js.
 * @throws Error if the losses of the first steps are not equal to four digits
 */
export async function timeTensorFlow(backend: Backend, pairs: number, rounds: number): Promise<TensorFlowTimes> {
  await openJax(backend);
  const base = await loadCheckpoint(fetchSource("/models/policy/"));
  // A rate at which a step changes the loss by more than the demanded agreement.
  const config = { ...rewardConfig("icrm", pairs), learningRate: 1e-3, warmupRatio: 0, minLrRate: 1 };
  const material = rewardMaterial(base, pairs);
  const engine = new RewardRun(config, material);
  const peer = new TensorFlowRun(await openTensorFlow(backend), {
    ...config,
    config: base.config,
    weights: startingWeights(base, config).trained,
    batch: await onHost(padPairs(asPairs(material.pairs, "icrm"), material.padTokenId)),
    normaliser: INITIAL_NORMALISER,
  });

  const losses: TensorFlowTimes["losses"] = { ours: [], theirs: [] };
  for (let step = 0; step < COMPARED; step++) {
    losses.ours.push((await engine.advance()).loss);
    losses.theirs.push(await peer.advance());
  }
  const apart = losses.ours.map((loss, step) => Math.abs(loss / (losses.theirs[step] as number) - 1));
  if (!(Math.max(...apart) < 1e-4)) throw new Error(`Losses differ: ${losses.ours} and ${losses.theirs}.`);
  const times = await timedInTurn(
    { ours: () => engine.advance(), theirs: () => peer.advance() },
    { rounds, warmUp: 1 },
  );
  engine.dispose();
  return { losses, ...times };
}

async function onHost(batch: Readonly<Record<string, np.Array>>): Promise<Record<string, HostArray>> {
  const arrays: Record<string, HostArray> = {};
  for (const [name, array] of Object.entries(batch)) {
    const shape = [...array.shape];
    arrays[name] = { shape, data: (await array.data()) as HostArray["data"] };
  }
  return arrays;
}
