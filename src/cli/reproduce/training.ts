import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { ProcessRewards, PromptAndResponse } from "../../engine/reward/reward-model.ts";
import { responseOf } from "../../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RewardRun, type RunMaterial } from "../../engine/training/reward-run.ts";
import type { Plan, Training } from "./plan.ts";
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
  readonly #run: RewardRun;

  private constructor(run: RewardRun) {
    this.#run = run;
  }

  /** Runs a training from start to end. It takes minutes at most, so it is not resumed half-way. */
  static async train(training: Training, plan: Plan, material: RunMaterial): Promise<TrainedModel> {
    const run = new RewardRun(configOf(training, plan), material);
    while (!run.done) await run.advance();
    return new TrainedModel(run);
  }

  async validation(): Promise<Validation> {
    const { accuracy, loss } = await this.#run.evaluate();
    return { accuracy, loss };
  }

  /** Process rewards in the form of an opened reward model. */
  async processRewardsOf(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    const rewards = await this.#run.rewardsOf(records.map(asResponse));
    return rewards.map(([prompt, ...tokens]) => ({ prompt: prompt as number, tokens: Float32Array.from(tokens) }));
  }

  checkpoint(name: string): Promise<Checkpoint> {
    return this.#run.checkpoint(name);
  }

  dispose(): void {
    this.#run.dispose();
  }
}

function asResponse({ promptIds, responseIds }: PromptAndResponse) {
  return responseOf({ promptIds: [...promptIds], responseIds: [...responseIds] });
}

export function configOf(
  { tuning, variant, seed, learningRate }: Training,
  { tunings, trainableLayers }: Plan,
): RewardModelConfig {
  const { config } = variants.find(({ id }) => id === variant) ?? {};
  const { steps } = tunings[tuning];
  return { ...REWARD_MODEL_DEFAULTS, ...config, tuning, trainableLayers, learningRate, seed, steps };
}
