import type { Supervision } from "../data/read-records.ts";
import type { ConsistencySettings } from "../losses/consistency.ts";
import type { PerRun } from "../losses/per-run.ts";
import { CONSISTENCY_METHODS, type Method, PAIR_METHODS, STEP_METHODS, TEXT_METHODS } from "./methods.ts";
import { REWARD_MODEL_SETTINGS } from "./reward-model-settings.ts";
import { type ConfigOf, defaultsOf } from "./settings.ts";

/**
 * The config of a reward model's run, a flat record: config, seed and data hash decide the run, and any field can be
 * swept.
 */
export type RewardModelConfig = ConfigOf<typeof REWARD_MODEL_SETTINGS>;

export const REWARD_MODEL_DEFAULTS: RewardModelConfig = defaultsOf(REWARD_MODEL_SETTINGS);

/** Fields that a step reads as numbers: they may differ among runs that are computed as one population. */
const STEP_SCALARS = [
  "rho",
  "weightRatio",
  "labelSmoothing",
  "centerRewardsCoefficient",
  "weightDecay",
  "maxGradNorm",
] as const;

/**
 * Further fields in which runs of a population may differ: they decide weights, batches and schedule, but not the
 * program.
 */
const OUTSIDE_A_STEP = [
  "generatorTemperature",
  "generatorTopP",
  "generatorSteps",
  "generatorLearningRate",
  "loraAlpha",
  "learningRate",
  "warmupRatio",
  "minLrRate",
  "patience",
  "seed",
] as const;

/** A config, or the stacked configs of a population. */
export type StackedConfig = Omit<RewardModelConfig, (typeof STEP_SCALARS)[number]> &
  Record<(typeof STEP_SCALARS)[number], PerRun>;

/** A key of a config; runs with equal keys can form one population. */
export function populationKey(config: RewardModelConfig): string {
  const free = new Set<string>([...STEP_SCALARS, ...OUTSIDE_A_STEP]);
  const fixed = Object.entries(config).filter(([name]) => !free.has(name));
  // A mean over padded rows depends on the padding, which is the same only for runs with the same batches.
  const batches = readsPadding(config) ? config.seed : null;
  return JSON.stringify([fixed.sort(), usesConsistency(config), batches]);
}

/** Stacks the configs of a population: fields that differ become lists. */
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

/** Whether a run learns from pairs or from steps. */
export function supervisionOf({ method }: Pick<RewardModelConfig, "method">): Supervision {
  return isOneOf(STEP_METHODS, method) ? "steps" : "pairs";
}

/** What the data of several runs must contain: labelled steps if any of the runs learns from steps. */
export function supervisionOfAll(configs: readonly Pick<RewardModelConfig, "method">[]): Supervision {
  return configs.some((config) => supervisionOf(config) === "steps") ? "steps" : "pairs";
}

/** Whether a loss reads rewards at padding: the published code takes means over whole rows. */
export function readsPadding(config: StackedConfig): boolean {
  return usesConsistency(config) && config.baseline === "row";
}

/** Whether a run's generation probabilities come from an adapted generator. */
export function adaptsGenerator(config: RewardModelConfig): boolean {
  return usesConsistency(config) && config.generatorSteps > 0;
}

/** Whether a run trains the second language-model head. */
export function usesTextGeneration({ method }: Pick<RewardModelConfig, "method">): boolean {
  return isOneOf(TEXT_METHODS, method);
}

/** Whether a run compares pairs: Bradley–Terry is among its terms. */
export function comparesPairs({ method }: Pick<RewardModelConfig, "method">): boolean {
  return isOneOf(PAIR_METHODS, method);
}

function isOneOf(methods: readonly Method[], method: Method): boolean {
  return methods.includes(method);
}

export function consistencySettings({ edgeScore, edgeWeight, baseline }: StackedConfig): ConsistencySettings {
  return { score: edgeScore, weight: edgeWeight, baseline };
}
