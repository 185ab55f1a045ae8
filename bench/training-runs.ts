import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { seededRandom } from "../src/engine/random.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { tokenised } from "../src/engine/tokenizer/sequence.ts";
import { trainingIds } from "../src/engine/tokenizer/special-ids.ts";
import type { Tokenizer } from "../src/engine/tokenizer/tokenizer.ts";
import { ADAMW_DEFAULTS } from "../src/engine/training/adamw.ts";
import { bucketLength, padSequences, type TokenSequence } from "../src/engine/training/batching.ts";
import { DPO_DEFAULTS } from "../src/engine/training/dpo-config.ts";
import { languageModelObjective } from "../src/engine/training/language-model-objective.ts";
import type { Method } from "../src/engine/training/methods.ts";
import { PAIR_BUCKET, type Response, type TokenPair } from "../src/engine/training/pairs.ts";
import { PolicyRun } from "../src/engine/training/policy-run.ts";
import { PRETRAIN_DEFAULTS } from "../src/engine/training/pretrain.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { RewardPopulation } from "../src/engine/training/reward-population.ts";
import { RewardRun, type RunMaterial } from "../src/engine/training/reward-run.ts";
import { Trainer } from "../src/engine/training/trainer.ts";
import { wordProblems } from "../src/engine/world/index.ts";

/** Rows of a pre-training step, and pairs of a reward model's step. */
export const BATCH = 16;

/** Tokens that a row is padded to: the bucket of the median solved problem. */
export const LENGTH = 96;

/** A number of steps at which no run arrives. */
const ENDLESS = 1e6;

/** A pre-training run whose steps all do the same work: a single batch, again and again. */
export function steadyPretraining(checkpoint: Checkpoint, batchSize = BATCH): { trainer: Trainer; tokens: number } {
  const tokenizer = checkpointTokenizer(checkpoint);
  const rows = solvedRows(tokenizer, batchSize);
  const tokens = rows.reduce((sum, { ids }) => sum + ids.length, 0);
  const { weightDecay, maxGradNorm } = PRETRAIN_DEFAULTS;
  const trainer = Trainer.start(checkpoint.weights, {
    objective: languageModelObjective(checkpoint.config, 0),
    optimiser: { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm },
    schedule: { steps: ENDLESS, learningRate: 1e-4, warmupRatio: 0, minLrRate: 1 },
    batchesAt: () => [{ batch: padSequences(rows, trainingIds(tokenizer).padId, PAIR_BUCKET), tokens }],
  });
  return { trainer, tokens };
}

/**
 * A reward model that is trained on a single batch again and again; its generation probabilities are given, as if
 * cached.
 */
export function steadyRewardRun(base: Checkpoint, method: Method, batchSize = BATCH): RewardRun {
  return new RewardRun(rewardConfig(method, batchSize), rewardMaterial(base, batchSize));
}

/** Several such reward models as one program, each with its own learning rate. */
export function steadyRewardPopulation(
  base: Checkpoint,
  method: Method,
  batchSize: number,
  runs: number,
): RewardPopulation {
  const config = rewardConfig(method, batchSize);
  const configs = Array.from({ length: runs }, (_, i) => ({ ...config, learningRate: config.learningRate / (i + 1) }));
  return new RewardPopulation(configs, Array(runs).fill(rewardMaterial(base, batchSize)));
}

export function rewardConfig(method: Method, batchSize: number): RewardModelConfig {
  return { ...REWARD_MODEL_DEFAULTS, method, batchSize, steps: ENDLESS };
}

export function rewardMaterial(base: Checkpoint, pairs: number): RunMaterial {
  const tokenizer = checkpointTokenizer(base);
  return { base, pairs: pairRows(tokenizer, pairs), heldOut: [], padTokenId: trainingIds(tokenizer).padId };
}

/**
 * A policy that is trained on preferences whose rows are those of `steadyPretraining`; the reference's probabilities
 * are given, as if cached.
 */
export function steadyPolicyRun(base: Checkpoint): PolicyRun {
  const tokenizer = checkpointTokenizer(base);
  const pairs = pairRows(tokenizer, BATCH / 2);
  const config = { ...DPO_DEFAULTS, batchSize: pairs.length, epochs: ENDLESS };
  return new PolicyRun(config, { base, pairs, padTokenId: trainingIds(tokenizer).padId });
}

/** Solved problems whose length falls into the bucket. */
function solvedRows(tokenizer: Tokenizer, count: number): TokenSequence[] {
  return wordProblems
    .problems({ split: "train", n: 16 * count, seed: 0 })
    .map(({ prompt, solution }) => {
      const { promptIds, responseIds } = tokenised(tokenizer, { prompt, response: solution });
      return { ids: [...promptIds, ...responseIds], responseStart: promptIds.length };
    })
    .filter(({ ids }) => bucketLength(ids.length, PAIR_BUCKET) === LENGTH)
    .slice(0, count);
}

/** Pairs of any two solved problems: the cost of a step does not depend on what they say. */
function pairRows(tokenizer: Tokenizer, count: number): TokenPair[] {
  const random = seededRandom(0);
  const responses = solvedRows(tokenizer, 2 * count).map(
    (row): Response => ({ ...row, q: row.ids.slice(row.responseStart).map(random) }),
  );
  return Array.from({ length: count }, (_, i) => ({
    chosen: responses[2 * i] as Response,
    rejected: responses[2 * i + 1] as Response,
    margin: 0,
  }));
}
