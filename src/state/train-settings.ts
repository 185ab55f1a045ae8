import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../engine/training/reward-model-config.ts";
import { type VariantId, variantOf } from "./train-variants.ts";

/** The settings that all runs share; variants set the others. */
export type SharedConfig = Omit<RewardModelConfig, "method" | "edgeScore" | "edgeWeight" | "baseline">;

export interface TrainSettings {
  variants: VariantId[];
  /** The model of this browser that reward models start from; null is the playground's base. */
  base: string | null;
  /**
   * The model whose generation probabilities weigh the edges; null is the playground's policy, or the base if that is a
   * model of this browser.
   */
  generator: string | null;
  /** Number of training pairs, from the first on. */
  pairs: number;
  /** Number of held-out pairs, from the first on. */
  heldOut: number;
  /** Number of steps between two recordings of the pinned pairs. */
  recordEvery: number;
  config: SharedConfig;
}

const { method, edgeScore, edgeWeight, baseline, ...engineDefaults } = REWARD_MODEL_DEFAULTS;

/** The methods side by side, in a training small enough to be watched. */
export const DEFAULT_SETTINGS: TrainSettings = {
  variants: ["bt", "grm", "icrm"],
  base: null,
  generator: null,
  pairs: 256,
  heldOut: 64,
  recordEvery: 2,
  config: {
    ...engineDefaults,
    tuning: "top",
    trainableLayers: 1,
    rho: 0.5,
    steps: 100,
    batchSize: 4,
    learningRate: 2e-3,
    evalSteps: 25,
  },
};

/** The config of one of the runs. */
export function variantConfig(id: VariantId, shared: SharedConfig): RewardModelConfig {
  const variant = variantOf(id);
  return { ...REWARD_MODEL_DEFAULTS, ...shared, method: variant.method, ...variant.changes };
}
