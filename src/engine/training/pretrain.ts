import { type DecoderConfig, parseConfig } from "../checkpoint/config.ts";
import type { JsonObject } from "../checkpoint/json.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { deriveSeed, seededRandom } from "../random.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { CORPUS_DEFAULTS, type CorpusDocument, type CorpusSettings, drawDocument } from "../world/corpus.ts";
import { splitOf } from "../world/problems.ts";
import { POLICY_CONTEXT } from "../world/tokenizer-files.ts";
import { BEGIN, GRADED } from "../world/vocabulary.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import { bucketedBatches, padSequences, type TokenSequence } from "./batching.ts";
import { languageModelObjective } from "./language-model-objective.ts";
import type { TrainerOptions } from "./trainer.ts";

/** How a policy is trained from scratch on the writing of a class of students. */
export interface PretrainConfig {
  steps: number;
  batchSize: number;
  /** Peak learning rate: reached after the warm-up, kept for `stableRatio` of the steps, then lowered by a cosine. */
  learningRate: number;
  /**
   * Steps of the warm-up. Warm-up and stable part do not depend on the length of the run, so that a longer run can
   * continue from a shorter run's snapshot.
   */
  warmupSteps: number;
  stableRatio: number;
  minLrRate: number;
  beta2: number;
  weightDecay: number;
  maxGradNorm: number;
  corpus: CorpusSettings;
  seed: number;
}

export const PRETRAIN_DEFAULTS: PretrainConfig = {
  steps: 10_000,
  batchSize: 16,
  learningRate: 2e-3,
  warmupSteps: 150,
  stableRatio: 0.7,
  minLrRate: 0.02,
  beta2: 0.98,
  weightDecay: 0.01,
  maxGradNorm: 1,
  corpus: CORPUS_DEFAULTS,
  seed: 0,
};

/**
 * Whether a run up to a step is the same under both configs: they are equal, or differ in a length that has not yet
 * mattered.
 */
export function isBeginningOf(shorter: PretrainConfig, longer: PretrainConfig, step: number): boolean {
  const rest = ({ steps: _, ...config }: PretrainConfig) => JSON.stringify(config);
  const decayStart = ({ steps, warmupSteps, stableRatio }: PretrainConfig) =>
    warmupSteps + Math.round((steps - warmupSteps) * stableRatio);
  const felt = step > Math.min(decayStart(shorter), decayStart(longer));
  return rest(shorter) === rest(longer) && (shorter.steps === longer.steps || !felt);
}

/** The `config.json` of the embedded policy: a Llama with 0.68 M parameters. */
export function policyConfigJson(tokenizer: Tokenizer): JsonObject {
  const { eosId, padId } = trainingIds(tokenizer);
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    vocab_size: tokenizer.vocabSize,
    hidden_size: 96,
    intermediate_size: 256,
    num_hidden_layers: 6,
    num_attention_heads: 4,
    num_key_value_heads: 4,
    head_dim: 24,
    hidden_act: "silu",
    max_position_embeddings: POLICY_CONTEXT,
    rms_norm_eps: 1e-5,
    rope_theta: 1000,
    tie_word_embeddings: true,
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: tokenizer.bosId,
    eos_token_id: eosId,
    pad_token_id: padId,
    torch_dtype: "float16",
  };
}

/** Documents are padded to multiples of this many tokens. */
const PRETRAIN_BUCKET = 16;

/** Number of batches drawn together: sorting such a pool by length keeps padding small and batch shapes few. */
const POOL_BATCHES = 64;

/** The options of a training run: loss, schedule and the batches of every step, all decided by the seed. */
export function pretrainOptions(config: PretrainConfig, decoder: DecoderConfig, tokenizer: Tokenizer): TrainerOptions {
  const { steps, learningRate, warmupSteps, stableRatio, minLrRate, beta2, weightDecay, maxGradNorm } = config;
  const { padId } = trainingIds(tokenizer);
  let pool = -1;
  let batches: TokenSequence[][] = [];
  return {
    objective: languageModelObjective(decoder, 0),
    optimiser: { ...ADAMW_DEFAULTS, beta2, weightDecay, maxGradNorm },
    schedule: { steps, learningRate, warmupRatio: warmupSteps / steps, stableRatio, minLrRate },
    batchesAt(step) {
      const wanted = Math.floor(step / POOL_BATCHES);
      if (wanted !== pool) {
        batches = drawPool(config, tokenizer, wanted);
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

/** Draws documents into a pool of batches. Problems of the validation and test splits are kept out of the corpus. */
function drawPool({ seed, batchSize, corpus }: PretrainConfig, tokenizer: Tokenizer, pool: number): TokenSequence[][] {
  const random = seededRandom(deriveSeed(seed, `pool:${pool}`));
  const rows: TokenSequence[] = [];
  while (rows.length < batchSize * POOL_BATCHES) {
    const document = drawDocument(random, corpus, (prompt) => splitOf(prompt) === "train");
    if (document) rows.push(documentSequence(document, tokenizer));
  }
  return bucketedBatches(rows, (row) => row.ids.length, { batchSize, bucket: PRETRAIN_BUCKET }, random);
}

/** A document as tokens: `<bos>`, or `<graded>` in its place, and then its passages. */
function documentSequence({ graded, passages }: CorpusDocument, tokenizer: Tokenizer): TokenSequence {
  const begin = graded ? GRADED : BEGIN;
  const parts = [{ text: begin, learnt: false }, ...passages].map(({ text, learnt }) => {
    const ids = tokenizer.encode(text, { addSpecialTokens: false });
    return { ids, learnt: ids.map(() => learnt) };
  });
  const learnt = parts.flatMap((part) => part.learnt);
  return { ids: parts.flatMap(({ ids }) => ids), responseStart: learnt.indexOf(true), learnt };
}

export function policyDecoderConfig(tokenizer: Tokenizer): DecoderConfig {
  return parseConfig(policyConfigJson(tokenizer));
}

const TOKEN_TABLE = "model.embed_tokens.weight";

/**
 * The policy's weights as the start of reward models: `<bos>` gets the embedding of `<graded>`, so that they read every
 * answer as graded work, of which the corpus says whether it is right.
 */
export function backboneWeights(weights: ReadonlyMap<string, Tensor>, tokenizer: Tokenizer): Map<string, Tensor> {
  const { shape, data } = weights.get(TOKEN_TABLE) as Tensor;
  const width = shape[1] as number;
  const idOf = (token: string) => tokenizer.encode(token, { addSpecialTokens: false })[0] as number;
  const read = data.slice();
  const graded = idOf(GRADED) * width;
  read.set(data.subarray(graded, graded + width), idOf(BEGIN) * width);
  return new Map(weights).set(TOKEN_TABLE, { shape, data: read });
}
