import { parseConfig } from "../src/engine/checkpoint/config.ts";
import { type Random, seededRandom } from "../src/engine/random.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import type { Response, TokenPair } from "../src/engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";

/** A number of steps at which no run arrives. */
const ENDLESS = 1e6;

/** What decides the cost of a step: pairs, tokens a row and of its prompt, width of the hidden states, layers. */
export interface Shape {
  pairs: number;
  length: number;
  prompt: number;
  width: number;
  layers: number;
}

/** A decoder of the embedded policy's proportions: heads of 24, an inner width of 8/3, a vocabulary of 256. */
function configOf({ length, width, layers }: Shape) {
  return {
    model_type: "llama",
    vocab_size: 256,
    hidden_size: width,
    intermediate_size: Math.round((8 * width) / 3),
    num_hidden_layers: layers,
    num_attention_heads: width / 24,
    num_key_value_heads: width / 24,
    max_position_embeddings: length,
    tie_word_embeddings: true,
  };
}

/**
 * A run, by default ICRM on all weights, that trains a random decoder on a single random batch again and again.
 */
export function steadyRandomRun(shape: Shape, changes: Partial<RewardModelConfig> = {}): RewardRun {
  const configJson = configOf(shape);
  const config = parseConfig(configJson);
  const weights = initialWeights(config, 0);
  const base = {
    name: "random",
    config,
    configJson,
    generationConfigJson: null,
    weights,
    valueHead: null,
    tokenizer: null,
  };
  const pairs = randomPairs(shape, configJson.vocab_size, seededRandom(0));
  const run = { ...REWARD_MODEL_DEFAULTS, batchSize: shape.pairs, steps: ENDLESS, ...changes };
  return new RewardRun(run, { base, pairs, heldOut: [], padTokenId: 0 });
}

function randomPairs({ pairs, length, prompt: responseStart }: Shape, vocabulary: number, random: Random): TokenPair[] {
  const tokens = (count: number) => Array.from({ length: count }, () => Math.floor(random() * vocabulary));
  return Array.from({ length: pairs }, () => {
    const prompt = tokens(responseStart);
    const response = (): Response => {
      const ids = tokens(length - responseStart);
      return { ids: [...prompt, ...ids], responseStart, q: ids.map(random) };
    };
    return { chosen: response(), rejected: response(), margin: 0 };
  });
}
