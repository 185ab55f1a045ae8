import { type DecoderConfig, parseConfig } from "../../engine/checkpoint/config.ts";
import { parseJson } from "../../engine/checkpoint/json.ts";
import { choice, type Random, randomInt } from "../../engine/random.ts";
import { checkDpoConfig, checkRewardModelConfig } from "../../engine/training/check-config.ts";
import { DPO_DEFAULTS } from "../../engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { damaged, damagedText } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

interface ConfigFile {
  kind: "checkpoint" | "reward model" | "policy";
  text: string;
}

const llama = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  ...{ vocab_size: 64, hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2, num_attention_heads: 4 },
  ...{ num_key_value_heads: 2, max_position_embeddings: 128, rms_norm_eps: 1e-6, rope_theta: 10000 },
  ...{ hidden_act: "silu", tie_word_embeddings: true, bos_token_id: 1, eos_token_id: [2, 3], pad_token_id: 0 },
};
const gpt2 = {
  architectures: ["GPT2LMHeadModel"],
  model_type: "gpt2",
  ...{ vocab_size: 64, n_embd: 32, n_layer: 2, n_head: 4, n_positions: 128, activation_function: "gelu_new" },
  ...{ layer_norm_epsilon: 1e-5, eos_token_id: 2, bos_token_id: 2 },
};
const checkpoints = [
  llama,
  { ...llama, model_type: "qwen2", architectures: ["Qwen2ForCausalLM"], use_sliding_window: false },
  { ...llama, model_type: "qwen3", architectures: ["Qwen3ForSequenceClassification"], head_dim: 16, num_labels: 1 },
  { ...llama, rope_scaling: null, rope_parameters: { rope_type: "default", rope_theta: 5000 } },
  gpt2,
];

/** Reads `config.json` of checkpoints, and settings of trainings. */
export const configReader: FaultPart<ConfigFile> = {
  name: "config reader",
  accepted: "every number is one that a model or a training can have, and what is read again is the same",
  make(random) {
    const kind = choice(random, ["checkpoint", "reward model", "policy"] as const);
    const valid = {
      checkpoint: choice(random, checkpoints),
      "reward model": REWARD_MODEL_DEFAULTS,
      policy: DPO_DEFAULTS,
    };
    return { kind, text: textOf(random, valid[kind]) };
  },
  found: [
    { kind: "checkpoint", text: JSON.stringify(llama).replace("0.000001", "1e999") },
    { kind: "checkpoint", text: JSON.stringify({ ...llama, intermediate_size: 1e308 }) },
    { kind: "checkpoint", text: JSON.stringify({ ...llama, max_position_embeddings: 2 ** 53 }) },
    { kind: "checkpoint", text: JSON.stringify({ ...llama, hidden_act: "siilu" }) },
    { kind: "checkpoint", text: JSON.stringify({ ...llama, num_attention_heads: 3 }) },
    { kind: "reward model", text: JSON.stringify({ ...REWARD_MODEL_DEFAULTS, steps: 1e300 }) },
    { kind: "reward model", text: JSON.stringify({ ...REWARD_MODEL_DEFAULTS, seed: 2 ** 32 }) },
    { kind: "policy", text: JSON.stringify({ ...DPO_DEFAULTS, batchSize: 2 ** 53 }) },
  ],
  attempt({ kind, text }) {
    const json = parseJson(new TextEncoder().encode(text), "config.json");
    if (kind === "checkpoint") return checkDecoder(parseConfig(json));
    const check = kind === "policy" ? checkDpoConfig : checkRewardModelConfig;
    const config = check(json, "config.json");
    const again = check(JSON.parse(JSON.stringify(config)), "config.json");
    satisfied(JSON.stringify(again) === JSON.stringify(config), "it reads otherwise once it is written");
    // Random streams use 32 bits of a seed: a larger seed would give the numbers of another seed.
    satisfied(config.seed < 2 ** 32, "the seed has more bits than are used");
    for (const [name, value] of Object.entries(config)) {
      satisfied(typeof value !== "number" || Number.isFinite(value), `${name} is no number`);
      satisfied(!COUNTED.has(name) || Number.isSafeInteger(value), `${name} is beyond what can be counted`);
    }
  },
};

const COUNTED: ReadonlySet<string> = new Set([
  ...[
    "steps",
    "epochs",
    "batchSize",
    "gradientAccumulationSteps",
    "evalSteps",
    "patience",
    "generatorSteps",
    "loraRank",
  ],
]);

function textOf(random: Random, valid: object): string {
  const changed = JSON.stringify(damaged(random, valid, randomInt(random, 1, 3)));
  return random() < 0.15 ? damagedText(random, changed, 1) : changed;
}

function checkDecoder(config: DecoderConfig): void {
  const { hiddenSize, headCount, kvHeadCount, headDim, vocabSize, eosTokenIds } = config;
  for (const [name, value] of Object.entries(config)) {
    satisfied(typeof value !== "number" || Number.isFinite(value), `${name} is no number`);
  }
  for (const size of ["vocabSize", "hiddenSize", "intermediateSize", "layerCount", "contextLength"] as const) {
    satisfied(Number.isSafeInteger(config[size]) && config[size] > 0, `${size} is ${config[size]}`);
  }
  satisfied(headCount % kvHeadCount === 0, "query heads do not share key heads evenly");
  satisfied(Number.isSafeInteger(headDim) && headDim > 0, `heads have ${headDim} dimensions`);
  satisfied(config.architecture !== "gpt2" || headCount * headDim === hiddenSize, "heads do not fill the width");
  satisfied(config.ropeTheta === null || headDim % 2 === 0, "an odd number of dimensions cannot be rotated");
  satisfied(config.normEpsilon > 0, "the norm divides by 0");
  for (const id of eosTokenIds) {
    satisfied(Number.isSafeInteger(id) && id >= 0 && id < vocabSize, `no token has the id ${id}`);
  }
}
