import type { Supervision } from "../data/read-records.ts";
import type { ConsistencySettings } from "../losses/consistency.ts";
import type { EdgeScore, EdgeWeight } from "../losses/edge-kinds.ts";
import type { PerRun } from "../losses/per-run.ts";
import type { AfterError } from "./step-labels.ts";

/**
 * `bt` Bradley–Terry; `grm` with text-generation regularisation, the paper's base (ρ = 0); `icrm` with intra-trajectory
 * consistency as well; `outcome` consistency with right and wrong labels instead of pairs; `prm` process supervision, a label
 * for every step; `prm_icrm` with consistency as well.
 */
export const METHODS = ["bt", "grm", "icrm", "outcome", "prm", "prm_icrm"] as const;
export type Method = (typeof METHODS)[number];

/** The methods with a consistency term, if ρ is not 0. */
export const CONSISTENCY_METHODS = ["icrm", "outcome", "prm_icrm"] as const satisfies readonly Method[];

/** The methods that learn from labels of steps. */
export const STEP_METHODS = ["prm", "prm_icrm"] as const satisfies readonly Method[];

/** What a step changes: every weight; low-rank adapters and the heads; the upper layers, final norm and heads; or the heads alone. */
export const TUNINGS = ["full", "lora", "top", "head"] as const;
export type Tuning = (typeof TUNINGS)[number];

/** One flat record: config + seed + data hash decide a run, and any field can be swept. */
export interface RewardModelConfig {
  method: Method;
  /** ρ: share of the consistency term in the preference loss. */
  rho: number;
  edgeScore: EdgeScore;
  edgeWeight: EdgeWeight;
  baseline: ConsistencySettings["baseline"];
  /** What process supervision makes of the steps after the first wrong one. */
  afterError: AfterError;
  /** τ: generation probabilities are taken from logits / τ. */
  generatorTemperature: number;
  /** Generation probabilities outside this nucleus are 0; 1 keeps all. */
  generatorTopP: number;
  /** Steps the generator is adapted on the training responses before its probabilities are computed; 0 leaves it as it is. */
  generatorSteps: number;
  /** Peak learning rate of that adaptation. */
  generatorLearningRate: number;
  /** Share of the second head's gradient that reaches the backbone. */
  weightRatio: number;
  labelSmoothing: number;
  centering: number;
  tuning: Tuning;
  loraRank: number;
  loraAlpha: number;
  /** Names of the adapted layers; empty adapts all linear layers. */
  loraTargets: readonly string[];
  /** Upper layers of the decoder that `top` trains; no other tuning reads it. */
  trainableLayers: number;
  /** Optimiser steps. */
  steps: number;
  /** Pairs a micro-batch, or responses where labelled steps come without pairs. */
  batchSize: number;
  /** Micro-batches a step. */
  accumulation: number;
  learningRate: number;
  warmupRatio: number;
  finalRatio: number;
  weightDecay: number;
  maxGradNorm: number;
  /** Steps between measurements on the held-out pairs. */
  evaluateEvery: number;
  /** Measurements without a better held-out accuracy after which the run ends; 0 never ends early. */
  patience: number;
  seed: number;
}

/** For the embedded 0.8 M parameter decoder. ρ, warm-up and gradient share are the paper's; its learning rate is scaled up. */
export const REWARD_MODEL_DEFAULTS: RewardModelConfig = {
  method: "icrm",
  rho: 0.1,
  edgeScore: "mutual",
  edgeWeight: "generation",
  baseline: "response",
  afterError: "wrong",
  generatorTemperature: 1,
  generatorTopP: 1,
  generatorSteps: 0,
  generatorLearningRate: 1e-4,
  weightRatio: 0.001,
  labelSmoothing: 0,
  centering: 0,
  tuning: "full",
  loraRank: 32,
  loraAlpha: 64,
  loraTargets: [],
  trainableLayers: 3,
  steps: 512,
  batchSize: 8,
  accumulation: 1,
  learningRate: 1e-3,
  warmupRatio: 0.03,
  finalRatio: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 128,
  patience: 0,
  seed: 0,
};

/** Fields that a step reads as numbers: they need not be the same in runs that are computed as one population. */
const STEP_SCALARS = ["rho", "weightRatio", "labelSmoothing", "centering", "weightDecay", "maxGradNorm"] as const;

/** Further fields in which runs of a population may differ: they decide weights, batches and schedule, not the program. */
const OUTSIDE_A_STEP = [
  "generatorTemperature",
  "generatorTopP",
  "generatorSteps",
  "generatorLearningRate",
  "loraAlpha",
  "learningRate",
  "warmupRatio",
  "finalRatio",
  "patience",
  "seed",
] as const;

/** A config, or the configs of a population as one. */
export type StackedConfig = Omit<RewardModelConfig, (typeof STEP_SCALARS)[number]> &
  Record<(typeof STEP_SCALARS)[number], PerRun>;

/** What is equal in runs that can be one population. */
export function populationKey(config: RewardModelConfig): string {
  const free = new Set<string>([...STEP_SCALARS, ...OUTSIDE_A_STEP]);
  const fixed = Object.entries(config).filter(([name]) => !free.has(name));
  // A mean over padded rows depends on how far they are padded: only runs on the same batches are padded alike.
  const batches = readsPadding(config) ? config.seed : null;
  return JSON.stringify([fixed.sort(), usesConsistency(config), batches]);
}

/** The configs of a population as one: what differs is listed. */
export function stackConfigs(configs: readonly RewardModelConfig[]): StackedConfig {
  const [first] = configs as readonly [RewardModelConfig];
  const listed = (name: (typeof STEP_SCALARS)[number]): PerRun =>
    configs.every((config) => config[name] === first[name]) ? first[name] : configs.map((config) => config[name]);
  return { ...first, ...Object.fromEntries(STEP_SCALARS.map((name) => [name, listed(name)])) } as StackedConfig;
}

/** Whether a run needs the generation probabilities of its data. */
export function usesConsistency({ method, rho }: StackedConfig): boolean {
  return isOneOf(CONSISTENCY_METHODS, method) && [rho].flat().every((share) => share > 0);
}

/** What a run learns from. */
export function supervisionOf({ method }: Pick<RewardModelConfig, "method">): Supervision {
  return isOneOf(STEP_METHODS, method) ? "steps" : "pairs";
}

/** What the data of some runs have to give: labelled steps where one of them learns from these. */
export function supervisionOfAll(configs: readonly Pick<RewardModelConfig, "method">[]): Supervision {
  return configs.some((config) => supervisionOf(config) === "steps") ? "steps" : "pairs";
}

/** Whether a loss reads rewards at padding: the published code's means are taken over whole rows. */
export function readsPadding(config: StackedConfig): boolean {
  return usesConsistency(config) && config.baseline === "row";
}

/** Whether a run's generation probabilities are those of an adapted generator. */
export function adaptsGenerator(config: RewardModelConfig): boolean {
  return usesConsistency(config) && config.generatorSteps > 0;
}

/** Whether a run has the second language-model head. */
export function usesTextGeneration({ method }: Pick<RewardModelConfig, "method">): boolean {
  return method === "grm" || method === "icrm";
}

/** Whether a run learns by comparing pairs: Bradley–Terry is among its terms. */
export function comparesPairs({ method }: Pick<RewardModelConfig, "method">): boolean {
  return method === "bt" || usesTextGeneration({ method });
}

function isOneOf(methods: readonly Method[], method: Method): boolean {
  return methods.includes(method);
}

export function consistencySettings({ edgeScore, edgeWeight, baseline }: StackedConfig): ConsistencySettings {
  return { score: edgeScore, weight: edgeWeight, baseline };
}
