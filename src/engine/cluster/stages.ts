import type { Supervision } from "../data/read-records.ts";
import type { DpoConfig } from "../training/dpo-config.ts";
import type { RewardModelConfig } from "../training/reward-model-config.ts";
import { HELD_OUT, PREFERENCES, RESPONSES } from "./preference-files.ts";
import type { ForeignSetting } from "./settings.ts";

/**
 * The paper's base model, LLaMA-Factory's name of that model's chat template, and the paper's maximal length in tokens.
 */
export const PAPER_MODEL = "google/gemma-2b-it";
const TEMPLATE = "gemma";
export const MAX_LENGTH = 1024;

/** Settings and counts that the stages of a bundle are written from. */
export interface StageMaterial {
  supervision: Supervision;
  /** The reward model's config; its batch size counts rows. */
  reward: RewardModelConfig;
  policy: DpoConfig;
  /**
   * Number of training rows of the reward model (pairs or responses in steps), and number of rows it is measured on.
   */
  rows: number;
  heldOut: number;
  /** Number of preference pairs that a policy is tuned on, and number of held-out pairs. */
  pairs: number;
  heldOutPairs: number;
}

type Tuned = Pick<
  RewardModelConfig | DpoConfig,
  "tuning" | "loraRank" | "loraAlpha" | "loraTargets" | "batchSize" | "gradientAccumulationSteps" | "learningRate"
> &
  Pick<RewardModelConfig, "warmupRatio" | "minLrRate" | "weightDecay" | "maxGradNorm" | "seed"> &
  Partial<Pick<RewardModelConfig, "trainableLayers">>;

/**
 * LLaMA-Factory's settings for the first stage: the generator learns language modelling on every response of the pairs.
 */
export function generatorStage({ supervision, reward, rows }: StageMaterial): ForeignSetting[] {
  const { generatorSteps, generatorLearningRate: learningRate, batchSize, gradientAccumulationSteps } = reward;
  const steps = generatorSteps > 0 ? generatorSteps : Math.ceil(rows / (batchSize * gradientAccumulationSteps));
  const length: ForeignSetting[] =
    generatorSteps > 0
      ? [["max_steps", generatorSteps]]
      : [{ comment: "The run took its generator as it is; the paper adapts it first." }, ["num_train_epochs", 1]];
  // A step of the playground reads both responses of a pair.
  const config = { ...reward, learningRate, batchSize: (supervision === "pairs" ? 2 : 1) * batchSize };
  return [...llamaFactory("sft", RESPONSES, "generator", config, steps, []), ...length];
}

/** LLaMA-Factory's settings for direct preference optimisation. */
export function dpoStage({ policy, pairs, heldOutPairs }: StageMaterial): ForeignSetting[] {
  const { beta, labelSmoothing, batchSize, gradientAccumulationSteps } = policy;
  const steps = Math.ceil((policy.epochs * pairs) / (batchSize * gradientAccumulationSteps));
  const loss: ForeignSetting[] = [
    ["pref_beta", beta],
    ["pref_loss", "sigmoid"],
    ["dpo_label_smoothing", labelSmoothing],
  ];
  return [
    ...llamaFactory("dpo", PREFERENCES, "policy", policy, steps, loss),
    ["num_train_epochs", policy.epochs],
    ...evaluation(heldOutPairs, policy.evalSteps, policy.batchSize),
  ];
}

/** How many passes over `rows` rows the config's steps make. */
export function epochs({ steps, batchSize, gradientAccumulationSteps }: RewardModelConfig, rows: number): number {
  return Number(((steps * batchSize * gradientAccumulationSteps) / rows).toPrecision(3));
}

/**
 * The value of `warmup_steps`. From version 5.2 Transformers reads a value below 1 as a share of all steps
 * (`warmup_ratio` is gone) and a value of 1 as one step. Older versions would silently read a share as no warm-up.
 */
export function warmupShare({ warmupRatio }: Pick<RewardModelConfig, "warmupRatio">): number {
  return Math.min(warmupRatio, 0.999999);
}

/**
 * The warm-up as a number of steps, which every version of Transformers understands: LLaMA-Factory runs on versions
 * before and after 5.2.
 */
function warmupSteps({ warmupRatio }: Pick<RewardModelConfig, "warmupRatio">, steps: number): number {
  return Math.round(warmupRatio * steps);
}

/**
 * Settings of Transformers' `TrainingArguments`, which LLaMA-Factory and TRL share. @param warmup value of
 * `warmup_steps`
 */
export function optimisation(config: Tuned, warmup: number): ForeignSetting[] {
  const { batchSize, gradientAccumulationSteps, learningRate, minLrRate, weightDecay, maxGradNorm, seed } = config;
  const schedule: ForeignSetting[] =
    minLrRate > 0
      ? [
          ["lr_scheduler_type", "cosine_with_min_lr"],
          ["lr_scheduler_kwargs", JSON.stringify({ min_lr_rate: minLrRate })],
        ]
      : [["lr_scheduler_type", "cosine"]];
  return [
    ["per_device_train_batch_size", batchSize],
    ["gradient_accumulation_steps", gradientAccumulationSteps],
    ["learning_rate", learningRate],
    ...schedule,
    ["warmup_steps", warmup],
    ["weight_decay", weightDecay],
    ["max_grad_norm", maxGradNorm],
    ["bf16", true],
    ["seed", seed],
  ];
}

/** Settings that measure on the held-out pairs during training. */
export function evaluationArguments(every: number, batchSize: number): ForeignSetting[] {
  return [
    ["eval_strategy", "steps"],
    ["eval_steps", every],
    ["per_device_eval_batch_size", batchSize],
  ];
}

function llamaFactory(
  stage: string,
  dataset: string,
  output: string,
  config: Tuned,
  steps: number,
  loss: readonly ForeignSetting[],
): ForeignSetting[] {
  return [
    { comment: `llamafactory-cli train llamafactory/${output}.yaml` },
    { comment: "The model is the paper's; take your own, and the template that LLaMA-Factory has for it." },
    ["model_name_or_path", PAPER_MODEL],
    ["stage", stage],
    ["do_train", true],
    ...finetuning(config),
    ...loss,
    { comment: "On several GPUs, from a checkout of LLaMA-Factory: deepspeed: examples/deepspeed/ds_z2_config.json" },
    ["dataset_dir", "data"],
    ["dataset", dataset],
    ["template", TEMPLATE],
    ["cutoff_len", MAX_LENGTH],
    ["output_dir", `saves/${output}`],
    ["logging_steps", 10],
    ["save_steps", 500],
    ["plot_loss", true],
    { comment: "Of the steps on one GPU; on several there are fewer, and so should these be." },
    ...optimisation(config, warmupSteps(config, steps)),
  ];
}

function finetuning(config: Tuned): ForeignSetting[] {
  const { tuning, loraRank, loraAlpha, loraTargets } = config;
  if (tuning === "full") return [["finetuning_type", "full"]];
  if (tuning === "top" && "trainableLayers" in config) {
    return [
      {
        comment: "LLaMA-Factory counts layers from the last one; the final norm, which the run trained too, is named.",
      },
      ["finetuning_type", "freeze"],
      ["freeze_trainable_layers", config.trainableLayers],
      ["freeze_extra_modules", "norm"],
    ];
  }
  const lora: ForeignSetting[] = [
    ["finetuning_type", "lora"],
    ["lora_rank", loraRank],
    ["lora_alpha", loraAlpha],
    ["lora_target", loraTargets.length > 0 ? loraTargets.join(",") : "all"],
  ];
  return tuning === "lora"
    ? lora
    : [{ comment: "The run trained its heads alone, which LLaMA-Factory does not; adapters come closest." }, ...lora];
}

function evaluation(heldOut: number, every: number, batchSize: number): ForeignSetting[] {
  return heldOut > 0 ? [["eval_dataset", HELD_OUT], ...evaluationArguments(every, batchSize)] : [];
}
