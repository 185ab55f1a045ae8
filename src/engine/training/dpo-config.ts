/** What a step of alignment changes: every weight, or low-rank adapters. */
export const POLICY_TUNINGS = ["full", "lora"] as const;
export type PolicyTuning = (typeof POLICY_TUNINGS)[number];

/** One flat record: config + seed + data hash decide a run of direct preference optimisation, and any field can be swept. */
export interface DpoConfig {
  /** β: how dear it is to leave the reference. */
  beta: number;
  /** Probability that a preference is the wrong way round. */
  labelSmoothing: number;
  tuning: PolicyTuning;
  loraRank: number;
  loraAlpha: number;
  /** Names of the adapted layers; empty adapts all linear layers. */
  loraTargets: readonly string[];
  /** Passes over the pairs. */
  epochs: number;
  /** Pairs a micro-batch. */
  batchSize: number;
  /** Micro-batches a step. */
  accumulation: number;
  learningRate: number;
  warmupRatio: number;
  finalRatio: number;
  weightDecay: number;
  maxGradNorm: number;
  /** Steps between judgements on held-out problems. */
  evaluateEvery: number;
  /** Judgements without a better gold accuracy after which the run ends; 0 never ends early. */
  patience: number;
  seed: number;
}

/**
 * For the embedded 0.8 M parameter policy. β and epochs are the paper's; its learning rate, 5e-6, is scaled up: `icrm
 * reproduce` reports what smaller and larger ones do.
 */
export const DPO_DEFAULTS: DpoConfig = {
  beta: 0.1,
  labelSmoothing: 0,
  tuning: "full",
  loraRank: 32,
  loraAlpha: 64,
  loraTargets: [],
  epochs: 2,
  batchSize: 8,
  accumulation: 1,
  learningRate: 3e-5,
  warmupRatio: 0.1,
  finalRatio: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 10,
  patience: 0,
  seed: 0,
};
