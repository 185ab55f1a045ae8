import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { msg } from "../i18n/msg.ts";
import type { FurtherPairsId } from "./embedded-pairs.ts";
import { DEFAULT_SETTINGS, type SharedConfig, type TrainSettings } from "./train-settings.ts";

export interface Preset {
  id: string;
  name: string;
  group: "To watch" | "As others train";
  /** The reason to choose the preset. */
  reason: string;
  settings: Omit<TrainSettings, "variants" | "base" | "generator">;
  /** Id of the playground's pairs that the preset is about; null leaves the chosen pairs. */
  data: FurtherPairsId | null;
}

const { variants: _, base: __, generator: ___, ...defaults } = DEFAULT_SETTINGS;

/**
 * Settings known to work. Those of METHOD section 4 have their learning rates scaled up for a model that is some
 * thousand times smaller. docs/method.md section 4 says how the figures in their reasons were measured.
 */
/** LoRA as the paper and GRM train by it: 2 epochs of 1,024 pairs in batches of 12. */
const PAPER_LORA = {
  tuning: "lora",
  loraRank: 32,
  loraAlpha: 64,
  steps: 171,
  batchSize: 12,
  learningRate: 1e-3,
} as const;

export const PRESETS: readonly Preset[] = [
  {
    id: "fast",
    name: msg("Fast"),
    data: null,
    group: msg("To watch"),
    reason: msg(
      "The heads alone: the layers below are computed once, and a step takes milliseconds. In one training, GRM preferred the right answer in 95 % of 64 held-out pairs at its end, ICRM in 97 %.",
    ),
    settings: {
      ...defaults,
      recordEvery: 5,
      config: { ...defaults.config, tuning: "head", batchSize: 8, learningRate: 3e-2 },
    },
  },
  {
    id: "classroom",
    name: msg("Classroom"),
    data: null,
    group: msg("To watch"),
    reason: msg(
      "The upper layer, ρ 0.5: slow enough to pause and talk, long enough for curves to fall at the mistake. In one training, GRM preferred the right answer in 97 % of 64 held-out pairs at its end, ICRM in 98 %.",
    ),
    settings: defaults,
  },
  {
    id: "few",
    name: msg("Few pairs"),
    data: null,
    group: msg("To watch"),
    reason: msg(
      "32 pairs, each seen 12 times: where a denser signal has most to add to one label a response. In one training, GRM preferred the right answer in 95 % of 64 held-out pairs at its end, ICRM in 98 %.",
    ),
    settings: { ...defaults, pairs: 32 },
  },
  {
    id: "cue",
    name: msg("Spurious cue"),
    data: "cued",
    group: msg("To watch"),
    reason: msg(
      "In 95 % of the training pairs the word “sure” stands in the wrong answer, in 95 % of the held-out pairs in the right one. Who believes the word falls below what the usual pairs give. In one training, GRM preferred the right answer in 84 % of 128 held-out pairs at its end, ICRM in 87 %.",
    ),
    settings: { ...defaults, pairs: 256, heldOut: 128 },
  },
  {
    id: "paper",
    name: msg("Paper"),
    data: null,
    group: msg("As others train"),
    reason: msg(
      "Paper-shaped, in every proportion: LoRA r 32 α 64 on all layers, batch 12, 2 epochs of 1,024 pairs, 3 % warm-up, cosine, ρ 0.1, the generator adapted for an epoch first. Only the learning rates are scaled up, for a model 2,500 times smaller.",
    ),
    settings: asIn(1024, {
      ...PAPER_LORA,
      warmupRatio: 0.03,
      generatorSteps: 85,
      generatorLearningRate: 1e-4,
    }),
  },
  {
    id: "math",
    name: msg("Paper, math"),
    data: null,
    group: msg("As others train"),
    reason: msg(
      "How the paper trains on verifiable answers: batch 24, 2 epochs, all weights. Meant for outcome labels, which say less than a pair does: larger batches make up for it.",
    ),
    settings: asIn(1024, { steps: 85, batchSize: 24, learningRate: 1e-3 }),
  },
  {
    id: "trl",
    name: "TRL",
    data: null,
    group: msg("As others train"),
    reason: msg(
      "The RewardTrainer most people have run: 3 epochs in batches of 8, all weights, no warm-up, no centering. The plain baseline to hold anything else against.",
    ),
    settings: asIn(512, { steps: 192, batchSize: 8, learningRate: 1e-3, warmupRatio: 0, centerRewardsCoefficient: 0 }),
  },
  {
    id: "grm",
    name: "GRM",
    data: null,
    group: msg("As others train"),
    reason: msg(
      "As the base of ICRM was published: LoRA r 32 α 64, and a text-head weight of 0.01 where ICRM has 0.001, so that language holds the backbone ten times as strongly.",
    ),
    settings: asIn(1024, {
      ...PAPER_LORA,
      weightRatio: 0.01,
    }),
  },
  {
    id: "openrlhf",
    name: "OpenRLHF",
    data: null,
    group: msg("As others train"),
    reason: msg(
      "One epoch in batches of 128, gathered from 8 times 16: every step is a mean over many pairs, so curves are smooth and no pair is seen twice.",
    ),
    settings: asIn(1024, { steps: 8, batchSize: 16, gradientAccumulationSteps: 8, learningRate: 9e-4, evalSteps: 2 }),
  },
];

function asIn(pairs: number, changes: Partial<SharedConfig>): Preset["settings"] {
  const { tuning, rho } = REWARD_MODEL_DEFAULTS;
  return { pairs, heldOut: 128, recordEvery: 2, config: { ...defaults.config, tuning, rho, ...changes } };
}

/**
 * The preset with these settings, whatever the methods.
 * @param data id of the training pairs (`dataIdsOf`)
 */
export function presetOf(
  { variants: _variants, base: _base, generator: _generator, ...settings }: TrainSettings,
  data: string | null,
): Preset | null {
  const same = (preset: Preset) => JSON.stringify(preset.settings) === JSON.stringify(settings);
  return PRESETS.find((preset) => same(preset) && (preset.data === null || preset.data === data)) ?? null;
}
