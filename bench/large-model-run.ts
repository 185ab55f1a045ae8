import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { parseConfig } from "../src/engine/checkpoint/config.ts";
import { seededRandom } from "../src/engine/random.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import type { Response, TokenPair } from "../src/engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS } from "../src/engine/training/reward-model-config.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";
import { SMOLLM2_135M } from "../src/testing/smollm2.ts";

export interface LargeModelShape {
  /** Pairs of a step. */
  pairs: number;
  /** Tokens of prompt and response. */
  length: number;
  /** Rank of the adapters. */
  rank: number;
}

/** An ICRM run of a decoder shaped like SmolLM2-135M, with adapters. */
export function largeModelRun({ pairs, length, rank }: LargeModelShape): RewardRun {
  const config = {
    ...REWARD_MODEL_DEFAULTS,
    method: "icrm" as const,
    tuning: "lora" as const,
    loraRank: rank,
    batchSize: pairs,
  };
  const base = randomCheckpoint();
  const material = { base, pairs: randomPairs(pairs, length, base.config.vocabSize), heldOut: [], padTokenId: 0 };
  return new RewardRun(config, material);
}

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
export function randomPairs(count: number, length: number, vocabSize: number): TokenPair[] {
  const random = seededRandom(0);
  const responseStart = length / 2;
  const tokens = () => Array.from({ length: length / 2 }, () => 1 + Math.floor(random() * (vocabSize - 1)));
  const response = (prompt: readonly number[]): Response => {
    const ids = [...prompt, ...tokens()];
    return { ids, responseStart, q: ids.slice(responseStart).map(random) };
  };
  return Array.from({ length: count }, () => {
    const prompt = tokens();
    return { chosen: response(prompt), rejected: response(prompt), margin: 0 };
  });
}
