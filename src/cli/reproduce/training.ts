import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import { RAW } from "../../engine/policy/generation-probabilities.ts";
import { deriveSeed, seededRandom, shuffled } from "../../engine/random.ts";
import { withProbabilities } from "../../engine/training/pair-probabilities.ts";
import type { Example } from "../../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import { type Plan, type Training, variants } from "./plan.ts";

/** What all trainings are drawn from. */
export interface TrainingMaterial {
  base: Checkpoint;
  generator: CausalLM;
  /** Every pair there is to train on, its steps labelled by the verifier; a training takes a subset. */
  pairs: readonly Example[];
  validation: readonly Example[];
  padTokenId: number;
}

export interface TrainedModel {
  checkpoint: Checkpoint;
  /** Share of validation pairs ranked right. */
  validationAccuracy: number;
}

/** Runs one training of the plan from its start to its end: minutes at most, so it is not resumed within. */
export async function train(training: Training, plan: Plan, material: TrainingMaterial): Promise<TrainedModel> {
  const config = configOf(training, plan);
  const { base, generator, validation, padTokenId } = material;
  const pairs = await withProbabilities(generator, subset(material.pairs, training), RAW);
  const run = new RewardRun(config, { base, pairs, heldOut: validation, padTokenId });
  try {
    while (!run.done) await run.advance();
    const { accuracy } = await run.evaluate();
    return { checkpoint: await run.checkpoint(training.variant), validationAccuracy: accuracy };
  } finally {
    run.dispose();
  }
}

export function configOf({ variant, seed, learningRate }: Training, { steps }: Plan): RewardModelConfig {
  const { config } = variants.find(({ id }) => id === variant) ?? {};
  return { ...REWARD_MODEL_DEFAULTS, ...config, learningRate, seed, steps };
}

/** The same pairs for every variant. */
export function subset<Pair>(pairs: readonly Pair[], { size, seed }: Pick<Training, "size" | "seed">): Pair[] {
  return shuffled(seededRandom(deriveSeed(seed, "subset")), pairs).slice(0, size);
}
