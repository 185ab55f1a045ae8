import { type DecoderConfig, parseConfig } from "../checkpoint/config.ts";
import type { JsonObject } from "../checkpoint/json.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { deriveSeed, seededRandom } from "../random.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { difficulties } from "../world/settings.ts";
import type { Problem, World } from "../world/world.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import { bucketedBatches, padSequences, type TokenSequence } from "./batching.ts";
import { languageModelObjective } from "./language-model-objective.ts";
import type { TrainerOptions } from "./trainer.ts";

/** How a policy is trained from scratch on a world's problems and canonical solutions. */
export interface PretrainConfig {
  steps: number;
  batchSize: number;
  /** Peak; cosine after the warm-up. */
  learningRate: number;
  warmupRatio: number;
  finalRatio: number;
  weightDecay: number;
  maxGradNorm: number;
  /** Weight of a prompt token's cross-entropy beside 1 for a response token. */
  promptWeight: number;
  /**
   * The finished model's logits are divided by this, so that at temperature 1 it errs often enough to be worth judging;
   * what it answers greedily stays the same.
   */
  logitTemperature: number;
  seed: number;
}

export const PRETRAIN_DEFAULTS: PretrainConfig = {
  steps: 5500,
  batchSize: 16,
  learningRate: 2e-3,
  warmupRatio: 0.03,
  finalRatio: 0.02,
  weightDecay: 0.01,
  maxGradNorm: 1,
  promptWeight: 0.1,
  logitTemperature: 1.4,
  seed: 0,
};

/** Tokens: a word problem and its solution twice over. */
export const POLICY_CONTEXT = 256;

/** `config.json` of the embedded policy: a Llama of 0.8 M parameters whose context holds the longest problems twice. */
export function policyConfigJson(tokenizer: Tokenizer): JsonObject {
  const { eosId, padId } = trainingIds(tokenizer);
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    vocab_size: tokenizer.vocabSize,
    hidden_size: 128,
    intermediate_size: 384,
    num_hidden_layers: 4,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 32,
    hidden_act: "silu",
    max_position_embeddings: POLICY_CONTEXT,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    tie_word_embeddings: true,
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: tokenizer.bosId,
    eos_token_id: eosId,
    pad_token_id: padId,
    torch_dtype: "float16",
  };
}

/** Problems are padded to multiples of this many tokens: five shapes. */
export const PRETRAIN_BUCKET = 16;

/** Batches drawn together: sorting a pool by length keeps padding small and batch shapes few. */
const POOL_BATCHES = 64;

/** The training run of a config: loss, schedule and the batch of every step, all decided by the seed. */
export function pretrainOptions(
  config: PretrainConfig,
  decoder: DecoderConfig,
  world: World,
  tokenizer: Tokenizer,
): TrainerOptions {
  const { steps, learningRate, warmupRatio, finalRatio, weightDecay, maxGradNorm } = config;
  const { padId } = trainingIds(tokenizer);
  let pool = -1;
  let batches: TokenSequence[][] = [];
  return {
    objective: languageModelObjective(decoder, config.promptWeight),
    optimiser: { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm },
    schedule: { steps, learningRate, warmupRatio, finalRatio },
    batchesAt(step) {
      const wanted = Math.floor(step / POOL_BATCHES);
      if (wanted !== pool) {
        batches = drawPool(config, world, tokenizer, wanted);
        pool = wanted;
      }
      const rows = batches[step % POOL_BATCHES] as TokenSequence[];
      return [
        {
          batch: padSequences(rows, padId, PRETRAIN_BUCKET),
          tokens: rows.reduce((sum, row) => sum + row.ids.length, 0),
        },
      ];
    },
  };
}

function drawPool({ seed, batchSize }: PretrainConfig, world: World, tokenizer: Tokenizer, pool: number) {
  const poolSeed = deriveSeed(seed, `pool:${pool}`);
  const problems = world.problems({
    split: "train",
    n: batchSize * POOL_BATCHES,
    seed: poolSeed,
    settings: difficulties.medium,
  });
  const rows = problems.map((problem) => solvedSequence(problem, tokenizer));
  return bucketedBatches(rows, (row) => row.ids.length, { batchSize, bucket: PRETRAIN_BUCKET }, seededRandom(poolSeed));
}

/** `<bos>` prompt, solution `<eos>`. */
export function solvedSequence({ prompt, solution }: Problem, tokenizer: Tokenizer): TokenSequence {
  const promptIds = tokenizer.promptIds(prompt);
  const responseIds = tokenizer.encode(solution, { addSpecialTokens: false });
  return { ids: [...promptIds, ...responseIds, trainingIds(tokenizer).eosId], responseStart: promptIds.length };
}

export function policyDecoderConfig(tokenizer: Tokenizer): DecoderConfig {
  return parseConfig(policyConfigJson(tokenizer));
}

/** The trained weights with `logitTemperature` taken into the final norm, whose output is linear in its weight. */
export function flattened(
  weights: ReadonlyMap<string, Tensor>,
  { logitTemperature }: PretrainConfig,
): Map<string, Tensor> {
  const { shape, data } = weights.get(FINAL_NORM) as Tensor;
  return new Map(weights).set(FINAL_NORM, { shape, data: data.map((x) => x / logitTemperature) });
}

const FINAL_NORM = "model.norm.weight";
