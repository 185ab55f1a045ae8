import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { ProcessRewards, PromptAndResponse } from "../../engine/reward/judge.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import { responseOf } from "../../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import type { RunOutcome } from "../../flows/train/keeping.ts";
import type { RunMaterials } from "../../flows/train/run-materials.ts";
import { trainOne } from "../../flows/train/train-one.ts";
import { type Plan, type Training, trainingName } from "./plan.ts";
import { variants } from "./variants.ts";

/** What learning rates are chosen by: results on validation pairs, which are similar to the training pairs. */
export interface Validation {
  /** Share of pairs ranked right. */
  accuracy: number;
  /** Mean −log σ of the margins, which distinguishes rates that rank all pairs right. */
  loss: number;
}

/** A reward model at the end of its run; it judges from the frozen layers' states that the run has kept. */
export class TrainedModel {
  readonly #outcome: RunOutcome;

  private constructor(outcome: RunOutcome) {
    this.#outcome = outcome;
  }

  /**
   * Runs a training from start to end, and reads the model. It takes minutes at most, so it is not resumed half-way.
   * @param isMeasured whether the model is measured on the validation pairs at its end
   */
  static train<T>(
    training: Training,
    plan: Plan,
    material: RunMaterials,
    isMeasured: boolean,
    read: (model: TrainedModel) => Promise<T>,
  ): Promise<T> {
    const name = trainingName(training);
    const run = { id: name, name, config: trainingConfig(training, plan) };
    const share = { pairs: null, heldOut: isMeasured ? null : 0 };
    return trainOne(material, run, share, (outcome) => read(new TrainedModel(outcome)));
  }

  /** The measurement on the validation pairs. */
  get validation(): Validation {
    const { accuracy, loss } = this.#outcome.measured as PairAccuracy;
    return { accuracy, loss };
  }

  /** Process rewards in the form of an opened reward model. */
  async processRewardsOf(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    const rewards = await this.#outcome.run.rewardsOf(records.map(asResponse));
    return rewards.map(([prompt, ...tokens]) => ({ prompt: prompt as number, tokens: Float32Array.from(tokens) }));
  }

  checkpoint(name: string): Promise<Checkpoint> {
    return this.#outcome.run.checkpoint(name);
  }
}

function asResponse({ promptIds, responseIds }: PromptAndResponse) {
  return responseOf({ promptIds: [...promptIds], responseIds: [...responseIds] });
}

export function trainingConfig(
  { tuning, variant, seed, learningRate }: Training,
  { tunings, trainableLayers }: Plan,
): RewardModelConfig {
  const { config } = variants.find(({ id }) => id === variant) ?? {};
  const { steps } = tunings[tuning];
  // Nobody looks at a run before its end.
  const evalSteps = steps;
  return { ...REWARD_MODEL_DEFAULTS, ...config, tuning, trainableLayers, learningRate, seed, steps, evalSteps };
}
