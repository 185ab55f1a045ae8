// jax-js and our own code use iterator helpers, which not every browser has.
import "core-js/actual/iterator";
import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { fetchSource } from "../src/engine/checkpoint/source.ts";
import { openJax } from "../src/engine/jax.ts";
import { REWARD_MODEL_DEFAULTS } from "../src/engine/training/reward-model-config.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";
import { randomPairs } from "./large-model-run.ts";
import { timed } from "./timing.ts";

export interface ThreadsRequest {
  /** Address of the checkpoint. */
  base: string;
  pairs: number;
  /** Tokens of prompt and response. */
  length: number;
  steps: number;
}

/** Milliseconds of each ICRM step on all weights after the first, which compiles. */
self.onmessage = async ({ data: { base: address, pairs, length, steps } }: MessageEvent<ThreadsRequest>) => {
  await openJax("wasm");
  const base = await loadCheckpoint(fetchSource(address));
  const config = { ...REWARD_MODEL_DEFAULTS, method: "icrm" as const, tuning: "full" as const, batchSize: pairs };
  const material = { base, pairs: randomPairs(pairs, length, base.config.vocabSize), heldOut: [], padTokenId: 0 };
  const run = new RewardRun(config, material);
  await run.advance();
  const times: number[] = [];
  for (let step = 0; step < steps; step++) times.push(await timed(() => run.advance()));
  self.postMessage(times);
};
