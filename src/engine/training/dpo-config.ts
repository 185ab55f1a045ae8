import { msg } from "../../i18n/msg.ts";
import { REWARD_MODEL_SETTINGS } from "./reward-model-settings.ts";
import { above0, type ConfigOf, choiceSetting, countSetting, defaultsOf, numberSetting } from "./settings.ts";

/** The weights that a step of alignment changes: all weights, or low-rank adapters. */
export const POLICY_TUNINGS = ["full", "lora"] as const;
export type PolicyTuning = (typeof POLICY_TUNINGS)[number];

const { labelSmoothing, loraRank, loraAlpha, loraTargets, batchSize, gradientAccumulationSteps } =
  REWARD_MODEL_SETTINGS;
const { learningRate, warmupRatio, minLrRate, weightDecay, maxGradNorm, evalSteps, patience, seed } =
  REWARD_MODEL_SETTINGS;

const offAt0 = (value: number) => (value === 0 ? "off" : null);

/**
 * Every setting of direct preference optimisation. Settings that the training of a reward model shares are its rows
 * with other words and bounds. The defaults are for the embedded policy of 0.8 M parameters: β and epochs are the
 * paper's; its learning rate, 5e-6, is scaled up (`icrm reproduce` reports what smaller and larger ones do).
 */
export const DPO_SETTINGS = {
  beta: numberSetting(above0, {
    default: 0.1,
    label: "β",
    meaning: msg("How dear it is to leave the base. Smaller goes further."),
    group: "main",
    // 0 can be entered: the error then explains what is wrong with 0.
    slider: { min: 0, max: 1, step: 0.01 },
    transformers: "beta",
    llamaFactory: "pref_beta",
  }),
  learningRate: {
    ...learningRate,
    default: 3e-5,
    meaning: msg("Peak size of a step. Too high and the policy collapses."),
    slider: { min: 1e-6, max: 0.1, step: 1e-6, scale: "log" as const },
  },
  epochs: countSetting(1, {
    default: 2,
    label: msg("Epochs"),
    meaning: msg("Passes over the pairs."),
    group: "main",
    slider: { min: 1, max: 20, step: 1 },
    transformers: "num_train_epochs",
    options: ["epochs"],
  }),
  batchSize: { ...batchSize, meaning: msg("Pairs a step.") },
  labelSmoothing: {
    ...labelSmoothing,
    meaning: msg("Chance that a preference is the wrong way round."),
    slider: { min: 0, max: 0.49, step: 0.01, describe: offAt0 },
    transformers: "label_smoothing",
    llamaFactory: "dpo_label_smoothing",
  },
  tuning: choiceSetting(POLICY_TUNINGS, {
    default: "full",
    label: msg("What is trained"),
    meaning: msg("Every weight, or low-rank adapters."),
    group: null,
    transformers: null,
  }),
  loraRank: { ...loraRank, slider: { min: 1, max: 128, step: 1 } },
  loraAlpha: { ...loraAlpha, slider: { min: 1, max: 256, step: 1 } },
  loraTargets,
  gradientAccumulationSteps,
  warmupRatio: { ...warmupRatio, default: 0.1 },
  minLrRate,
  weightDecay,
  maxGradNorm,
  evalSteps: {
    ...evalSteps,
    default: 10,
    label: msg("Judge every"),
    meaning: msg("Steps between judgements on held-out problems; each takes a while."),
    slider: { min: 1, max: 200, step: 1, scale: "log" as const },
  },
  patience: {
    ...patience,
    unit: msg("judgements"),
    meaning: msg("Training ends after so many judgements without a better gold accuracy."),
    slider: { min: 0, max: 50, step: 1, describe: offAt0 },
  },
  seed: { ...seed, meaning: msg("Decides prompts, samples and the order of the pairs.") },
};

/** The config of a run of direct preference optimisation, a flat record: config, seed and data hash decide the run. */
export type DpoConfig = ConfigOf<typeof DPO_SETTINGS>;

export const DPO_DEFAULTS: DpoConfig = defaultsOf(DPO_SETTINGS);
