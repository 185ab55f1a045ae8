import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../../engine/training/reward-model-config.ts";
import { DEFAULT_SETTINGS, type SharedConfig } from "../../../state/train-settings.ts";

/** The fields of a config that are numbers a slider can set. */
export type NumberField = {
  [Key in keyof SharedConfig]: SharedConfig[Key] extends number ? Key : never;
}[keyof SharedConfig];

export interface FieldSpec {
  key: NumberField;
  label: string;
  unit?: string;
  /** One line: what it does to the outcome. */
  explanation: string;
  min: number;
  max: number;
  step: number;
  scale?: "log";
  describe?: (value: number) => string | null;
  /** Whether the field does anything in a config; one that does nothing is not shown. */
  matters?: (config: Pick<RewardModelConfig, "tuning" | "generatorSteps">) => boolean;
}

const offAt0 = (value: number) => (value === 0 ? "off" : null);
const lora = ({ tuning }: Pick<RewardModelConfig, "tuning">) => tuning === "lora";

/** What one turns first. */
export const MAIN_FIELDS: readonly FieldSpec[] = [
  {
    key: "rho",
    label: "ρ",
    unit: "share",
    explanation: "How much of the preference loss is consistency. 0 is GRM.",
    min: 0,
    max: 1,
    step: 0.01,
  },
  {
    key: "learningRate",
    label: "Learning rate",
    explanation: "Peak size of a step. Too high and a run diverges.",
    min: 1e-6,
    max: 10,
    step: 1e-6,
    scale: "log",
  },
  {
    key: "steps",
    label: "Steps",
    explanation: "Optimiser steps; the schedule stretches over them.",
    min: 1,
    max: 5000,
    step: 1,
    scale: "log",
  },
  {
    key: "batchSize",
    label: "Batch",
    unit: "pairs",
    explanation: "More pairs a step: smoother curves, slower steps.",
    min: 1,
    max: 64,
    step: 1,
  },
];

export interface FieldGroup {
  title: string;
  fields: readonly FieldSpec[];
}

/** The rest, folded away. */
export const ADVANCED_GROUPS: readonly FieldGroup[] = [
  {
    title: "Schedule and optimiser",
    fields: [
      {
        key: "warmupRatio",
        label: "Warm-up",
        unit: "share of steps",
        explanation: "The learning rate rises over these, then falls as a cosine.",
        min: 0,
        max: 0.5,
        step: 0.01,
      },
      {
        key: "finalRatio",
        label: "Final rate",
        unit: "share of peak",
        explanation: "Where the cosine ends. 1 keeps the rate.",
        min: 0,
        max: 1,
        step: 0.05,
      },
      {
        key: "weightDecay",
        label: "Weight decay",
        explanation: "Pulls weights towards 0 (AdamW).",
        min: 0,
        max: 0.2,
        step: 0.005,
        describe: offAt0,
      },
      {
        key: "maxGradNorm",
        label: "Gradient clip",
        unit: "L2 norm",
        explanation: "Larger gradients are scaled down to this.",
        min: 0.1,
        max: 100,
        step: 0.1,
        scale: "log",
      },
      {
        key: "accumulation",
        label: "Accumulation",
        unit: "batches a step",
        explanation: "A larger batch in the memory of a small one.",
        min: 1,
        max: 16,
        step: 1,
      },
    ],
  },
  {
    title: "Generation probabilities",
    fields: [
      {
        key: "generatorSteps",
        label: "Adaptation",
        unit: "steps",
        explanation: "Trains the generator on the pairs before q is taken: the paper's first stage.",
        min: 0,
        max: 500,
        step: 1,
        describe: offAt0,
      },
      {
        key: "generatorLearningRate",
        label: "Adaptation rate",
        explanation: "Peak learning rate of the generator. Too high and it learns the pairs by heart.",
        min: 1e-7,
        max: 1e-2,
        step: 1e-7,
        scale: "log",
        matters: ({ generatorSteps }) => generatorSteps > 0,
      },
      {
        key: "generatorTemperature",
        label: "Temperature τ",
        explanation: "q comes from logits / τ: above 1 all edges weigh more alike.",
        min: 0.1,
        max: 4,
        step: 0.1,
        scale: "log",
      },
      {
        key: "generatorTopP",
        label: "Nucleus",
        unit: "mass",
        explanation: "q outside of this mass is 0: those edges weigh nothing.",
        min: 0.05,
        max: 1,
        step: 0.05,
        describe: (value) => (value === 1 ? "off" : null),
      },
    ],
  },
  {
    title: "Losses",
    fields: [
      {
        key: "weightRatio",
        label: "Text-head gradient",
        unit: "share",
        explanation: "How much of the text head's gradient reaches the backbone.",
        min: 1e-5,
        max: 1,
        step: 1e-5,
        scale: "log",
      },
      {
        key: "labelSmoothing",
        label: "Label smoothing",
        unit: "probability",
        explanation: "Chance that a label is wrong.",
        min: 0,
        max: 0.45,
        step: 0.01,
        describe: offAt0,
      },
      {
        key: "centering",
        label: "Centering",
        explanation: "Keeps rewards around 0; TRL recommends 0.01.",
        min: 0,
        max: 0.1,
        step: 0.005,
        describe: offAt0,
      },
    ],
  },
  {
    title: "What is trained",
    fields: [
      {
        key: "loraRank",
        label: "LoRA rank",
        explanation: "Width of the low-rank adapters.",
        min: 1,
        max: 64,
        step: 1,
        matters: lora,
      },
      {
        key: "loraAlpha",
        label: "LoRA α",
        explanation: "Adapters are scaled by α / rank.",
        min: 1,
        max: 128,
        step: 1,
        matters: lora,
      },
      {
        key: "trainableLayers",
        label: "Upper layers",
        explanation: "So many are trained, with the final norm; those below are computed once a record.",
        min: 1,
        max: 16,
        step: 1,
        matters: ({ tuning }) => tuning === "top",
      },
    ],
  },
  {
    title: "Measuring",
    fields: [
      {
        key: "evaluateEvery",
        label: "Measure every",
        unit: "steps",
        explanation: "Steps between held-out measurements.",
        min: 1,
        max: 500,
        step: 1,
        scale: "log",
      },
      {
        key: "patience",
        label: "Patience",
        unit: "measurements",
        explanation: "A run ends after so many without a better accuracy.",
        min: 0,
        max: 20,
        step: 1,
        describe: (value) => (value === 0 ? "never ends early" : null),
      },
    ],
  },
];

export const ALL_FIELDS: readonly FieldSpec[] = [...MAIN_FIELDS, ...ADVANCED_GROUPS.flatMap(({ fields }) => fields)];

/** What a field is in the settings a visit begins with. */
export function defaultOf(key: NumberField): number {
  return DEFAULT_SETTINGS.config[key] ?? REWARD_MODEL_DEFAULTS[key];
}
