import {
  adaptsGenerator,
  CONSISTENCY_METHODS,
  comparesPairs,
  type RewardModelConfig,
  supervisionOf,
  type Tuning,
  usesTextGeneration,
} from "../engine/training/reward-model-config.ts";
import { configOf, DEFAULT_SETTINGS, type SharedConfig, type TrainSettings } from "./train-settings.ts";
import { type VariantId, variantOf } from "./train-variants.ts";

/**
 * What tells a run from others: its method, whatever of its settings is not at its default and matters to it, and its
 * seed, such as "ICRM ρ 0.3 lr 3e-4, seed 1".
 */
export function runName(id: VariantId, { pairs, config }: Pick<TrainSettings, "pairs" | "config">): string {
  const { name, changes } = variantOf(id);
  const own = configOf(id, config);
  const changed = (Object.keys(config) as (keyof SharedConfig)[]).filter(
    (field) => !(field in changes) && String(config[field]) !== String(DEFAULT_SETTINGS.config[field]),
  );
  const words = changed.filter((field) => MATTERS[field]?.(own) ?? true).map((field) => wordOf(field, config[field]));
  if (pairs !== DEFAULT_SETTINGS.pairs) words.push(`${pairs} pairs`);
  return `${[name, ...words].join(" ")}, seed ${config.seed}`;
}

type Field = keyof SharedConfig;
type Condition = (config: RewardModelConfig) => boolean;

const withConsistency: Condition = ({ method }) => CONSISTENCY_METHODS.some((name) => name === method);
const withLora: Condition = ({ tuning }) => tuning === "lora";

/** Where a field matters; one that is not here does everywhere. */
const MATTERS: Partial<Record<Field, Condition>> = {
  rho: withConsistency,
  generatorTemperature: withConsistency,
  generatorTopP: withConsistency,
  generatorSteps: withConsistency,
  generatorLearningRate: adaptsGenerator,
  weightRatio: usesTextGeneration,
  labelSmoothing: comparesPairs,
  centering: comparesPairs,
  afterError: (config) => supervisionOf(config) === "steps",
  loraRank: withLora,
  loraAlpha: withLora,
  loraTargets: withLora,
  trainableLayers: ({ tuning }) => tuning === "top",
  // How often it is measured changes nothing, unless measurements end the run.
  evaluateEvery: ({ patience }) => patience > 0,
  // Said at the end of every name.
  seed: () => false,
};

/** What a field is called in few letters. */
const SYMBOLS: Partial<Record<Field, string>> = {
  rho: "ρ",
  learningRate: "lr",
  batchSize: "batch",
  generatorTemperature: "τ",
  generatorTopP: "top-p",
  generatorSteps: "adapted",
  generatorLearningRate: "at lr",
  weightRatio: "text gradient",
  labelSmoothing: "smoothing",
  afterError: "after an error",
  warmupRatio: "warm-up",
  finalRatio: "final lr",
  weightDecay: "decay",
  maxGradNorm: "clip",
  loraRank: "r",
  loraAlpha: "α",
  loraTargets: "on",
  trainableLayers: "layers",
  evaluateEvery: "measured every",
};

const TUNING_WORDS: Record<Tuning, string> = { full: "all weights", lora: "LoRA", top: "top", head: "head only" };

function wordOf(field: Field, value: SharedConfig[Field]): string {
  if (field === "steps") return `${value} steps`;
  if (field === "tuning") return TUNING_WORDS[value as Tuning];
  const text = typeof value === "number" ? numberText(value) : String(value);
  return `${SYMBOLS[field] ?? field} ${text}`;
}

/** 3e-4 rather than 0.0003. */
function numberText(value: number): string {
  return value > 0 && value < 0.01 ? value.toExponential() : String(value);
}
