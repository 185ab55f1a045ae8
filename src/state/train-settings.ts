import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../engine/training/reward-model-config.ts";
import { type VariantId, variantOf } from "./train-variants.ts";

/** What all runs have in common; the variants decide the rest. */
export type SharedConfig = Omit<RewardModelConfig, "method" | "edgeScore" | "edgeWeight" | "baseline">;

export interface TrainSettings {
  variants: VariantId[];
  /** The model of this browser that reward models start from; null is the backbone of the playground. */
  base: string | null;
  /** The model whose generation probabilities weigh the edges; null is the policy of the playground, or the base of this browser. */
  generator: string | null;
  /** Training pairs: the first so many. */
  pairs: number;
  /** Held-out pairs: the first so many. */
  heldOut: number;
  /** Steps between two recordings of the pinned pairs. */
  recordEvery: number;
  config: SharedConfig;
}

const { method, edgeScore, edgeWeight, baseline, ...engineDefaults } = REWARD_MODEL_DEFAULTS;

/** The methods side by side, small enough to be watched. */
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
export function configOf(id: VariantId, shared: SharedConfig): RewardModelConfig {
  const variant = variantOf(id);
  return { ...REWARD_MODEL_DEFAULTS, ...shared, method: variant.method, ...variant.changes };
}
