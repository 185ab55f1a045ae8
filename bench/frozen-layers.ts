import { parseConfig } from "../src/engine/checkpoint/config.ts";
import { openJax } from "../src/engine/jax.ts";
import { type Random, seededRandom } from "../src/engine/random.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import type { Response, TokenPair } from "../src/engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { RewardRun } from "../src/engine/training/reward-run.ts";
import type { Benchmark } from "./benchmark.ts";
import { measured, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

/** A decoder of 0.7 M weights, a small one for word problems. */
const configJson = {
  model_type: "llama",
  vocab_size: 256,
  hidden_size: 96,
  intermediate_size: 256,
  num_hidden_layers: 6,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  max_position_embeddings: 256,
  tie_word_embeddings: true,
};

/** Pairs per step, and tokens of their prompts and responses. */
const PAIRS = 8;
const PROMPT = 60;
const RESPONSE = 45;

/** So many steps that no run ends. */
const ENDLESS = 1e6;

/** Measures a step's cost by the part of the decoder that it trains, when the states of the frozen layers are kept. */
export const frozenLayers: Benchmark = {
  name: "frozen-layers",
  about: `A step of ${PAIRS} pairs of ${PROMPT + RESPONSE} tokens, 6 layers of width 96: all weights, the upper 3 layers and the heads alone, above kept states.`,
  async run({ device }) {
    await openJax(device.backend);
    const runs = {
      full: steadyRun({ method: "icrm", tuning: "full" }),
      icrm: steadyRun({ method: "icrm", tuning: "top", trainableLayers: 3 }),
      bt: steadyRun({ method: "bt", tuning: "top", trainableLayers: 3 }),
      icrmHead: steadyRun({ method: "icrm", tuning: "head" }),
      btHead: steadyRun({ method: "bt", tuning: "head" }),
    };
    const times = await timedInTurn(
      {
        full: () => runs.full.advance(),
        icrm: () => runs.icrm.advance(),
        bt: () => runs.bt.advance(),
        icrmHead: () => runs.icrmHead.advance(),
        btHead: () => runs.btHead.advance(),
      },
      { rounds: 12, warmUp: 2 },
    );
    for (const run of Object.values(runs)) run.dispose();
    return [
      measured("ICRM, all weights", times.full, "ms"),
      measured("ICRM, upper 3 layers", times.icrm, "ms"),
      measured("BT, upper 3 layers", times.bt, "ms"),
      measured("ICRM, heads alone", times.icrmHead, "ms"),
      measured("BT, head alone", times.btHead, "ms"),
      ratio("upper 3 layers ÷ all weights", times.icrm, times.full, { atMost: 0.6 }),
      ratio("heads alone ÷ all weights", times.icrmHead, times.full, { atMost: 0.1 }),
    ];
  },
};

/** A run that trains on a single batch again and again. */
function steadyRun(changes: Partial<RewardModelConfig>): RewardRun {
  const config = parseConfig(configJson);
  const base = {
    name: "random",
    config,
    configJson,
    generationConfigJson: null,
    weights: initialWeights(config, 0),
    valueHead: null,
    tokenizer: null,
  };
  const pairs = randomPairs(seededRandom(0));
  const run = { ...REWARD_MODEL_DEFAULTS, batchSize: PAIRS, steps: ENDLESS, ...changes };
  return new RewardRun(run, { base, pairs, heldOut: [], padTokenId: 0 });
}

function randomPairs(random: Random): TokenPair[] {
  const tokens = (length: number) => Array.from({ length }, () => Math.floor(random() * configJson.vocab_size));
  return Array.from({ length: PAIRS }, () => {
    const prompt = tokens(PROMPT);
    const response = (): Response => {
      const ids = tokens(RESPONSE);
      return { ids: [...prompt, ...ids], responseStart: PROMPT, q: ids.map(random) };
    };
    return { chosen: response(), rejected: response(), margin: 0 };
  });
}
