/** A process of the `large-model` benchmark. It is a process of its own, so that its heap holds nothing else. */
import "core-js/actual/iterator/index.js";
// Before jax-js.
import "./wasm-memories.ts";
import { findDevice } from "../src/cli/device.ts";
import { serveCalls } from "../src/cli/processes.ts";
import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { parseConfig } from "../src/engine/checkpoint/config.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { seededRandom } from "../src/engine/random.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import type { Response, TokenPair } from "../src/engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS } from "../src/engine/training/reward-model-config.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";
import { startCensus } from "../src/testing/jax-census.ts";
import { SMOLLM2_135M } from "../src/testing/smollm2.ts";
import { timed } from "./timing.ts";
import { wasmMemories } from "./wasm-memories.ts";

/** A reward model in training, step by step. */
export interface LargeModel {
  /** Milliseconds of one step, and those of processors that it took. */
  step(): Promise<{ elapsed: number; processor: number }>;
  /** The most bytes that arrays took at once, and the size of the Wasm heap, which never shrinks. */
  peak(): Promise<{ liveBytes: number; heapBytes: number }>;
}

export interface LargeModelSetup {
  backend: Backend;
  pairs: number;
  length: number;
  rank: number;
}

serveCalls<LargeModelSetup>(async ({ backend, pairs, length, rank }): Promise<LargeModel> => {
  await findDevice(backend);
  await openJax(backend);
  const census = startCensus(backend);
  const config = {
    ...REWARD_MODEL_DEFAULTS,
    method: "icrm" as const,
    tuning: "lora" as const,
    loraRank: rank,
    batchSize: pairs,
  };
  const material = { base: randomCheckpoint(), pairs: randomPairs(pairs, length), heldOut: [], padTokenId: 0 };
  const run = new RewardRun(config, material);
  return {
    step: async () => {
      const before = process.cpuUsage();
      const elapsed = await timed(() => run.advance());
      const { user, system } = process.cpuUsage(before);
      return { elapsed, processor: (user + system) / 1000 };
    },
    peak: async () => ({
      liveBytes: census.peakBytes(),
      heapBytes: wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    }),
  };
});

/** A checkpoint with random weights: the cost of a step does not depend on them. */
function randomCheckpoint(): Checkpoint {
  const config = parseConfig(SMOLLM2_135M);
  return {
    name: "random",
    config,
    configJson: SMOLLM2_135M,
    generationConfigJson: null,
    weights: initialWeights(config, 0),
    valueHead: null,
    tokenizer: null,
  };
}

/** Pairs whose prompts make up half of their tokens. As in all data, both responses of a pair answer one prompt. */
function randomPairs(count: number, length: number): TokenPair[] {
  const random = seededRandom(0);
  const responseStart = length / 2;
  const tokens = () =>
    Array.from({ length: length / 2 }, () => 1 + Math.floor(random() * (SMOLLM2_135M.vocab_size - 1)));
  const response = (prompt: readonly number[]): Response => {
    const ids = [...prompt, ...tokens()];
    return { ids, responseStart, q: ids.slice(responseStart).map(random) };
  };
  return Array.from({ length: count }, () => {
    const prompt = tokens();
    return { chosen: response(prompt), rejected: response(prompt), margin: 0 };
  });
}
