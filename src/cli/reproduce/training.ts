import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { ProcessRewards, PromptAndResponse } from "../../engine/reward/reward-model.ts";
import { responseOf } from "../../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RewardRun, type RunMaterial } from "../../engine/training/reward-run.ts";
import type { Plan, Training } from "./plan.ts";
import { variants } from "./variants.ts";

/** What a learning rate is chosen by, on validation pairs that look like those that were learnt from. */
export interface Validation {
  /** Share of pairs ranked right. */
  accuracy: number;
  /** Mean −log σ of the margins: tells rates apart that rank all pairs right. */
  loss: number;
}

/** A reward model at the end of its run, which judges from the states that the run has kept of what is below it. */
export class TrainedModel {
  readonly #run: RewardRun;

  private constructor(run: RewardRun) {
    this.#run = run;
  }

  /** Runs one training of the plan from its start to its end: minutes at most, so it is not resumed within. */
  static async train(training: Training, plan: Plan, material: RunMaterial): Promise<TrainedModel> {
    const run = new RewardRun(configOf(training, plan), material);
    while (!run.done) await run.advance();
    return new TrainedModel(run);
  }

  async validation(): Promise<Validation> {
    const { accuracy, loss } = await this.#run.evaluate();
    return { accuracy, loss };
  }

  /** As a reward model that was opened gives them. */
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
