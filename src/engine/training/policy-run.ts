import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { mergeLora } from "../decoder/lora.ts";
import { toWeights } from "../decoder/parameters.ts";
import { saveAdapter } from "../decoder/peft-adapter.ts";
import { PlaygroundError } from "../errors.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import type { DpoConfig } from "./dpo-config.ts";
import { dpoObjective, padPolicyPairs } from "./dpo-objective.ts";
import { EarlyStop } from "./early-stop.ts";
import { batchesPerEpoch, pairBatches } from "./pair-schedule.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { type Snapshot, type StepMetrics, Trainer, type TrainerOptions } from "./trainer.ts";
import { type TunedWeights, tunedDecoder } from "./tuned-weights.ts";

/** The policy and the pairs of a run of direct preference optimisation. */
export interface PolicyMaterial {
  /** The policy that training starts from; it is also the reference. */
  base: Checkpoint;
  /**
   * Pairs whose `q` are the generation probabilities of `base`, so that the reference is never computed again. Pairs
   * that `base` sampled have them (`policyPairs`); other pairs get them from `withPairProbabilities` at temperature 1.
   */
  pairs: readonly TokenPair[];
  padTokenId: number;
}

/** Number of optimiser steps of a run over `pairs` pairs. */
export function dpoSteps({ epochs, batchSize, gradientAccumulationSteps }: DpoConfig, pairs: number): number {
  return Math.max(1, Math.floor((epochs * batchesPerEpoch(pairs, batchSize)) / gradientAccumulationSteps));
}

/** Whether a judgement is due after so many steps; before the first one it judges the base. */
export function judgementDue({ evalSteps }: DpoConfig, step: number, steps: number): boolean {
  return step % evalSteps === 0 || step >= steps;
}

/** A policy in training, in this thread or in another one: what whoever trains and keeps it asks of it. */
export type PolicyTraining = Pick<
  PolicyRun,
  "steps" | "step" | "done" | "evaluationDue" | "advance" | "snapshot" | "checkpoint" | "adapter" | "dispose"
> & {
  /** As `PolicyRun.record`. */
  record(goldAccuracy: number): void | Promise<void>;
};

/**
 * A policy that is trained on preferences. It advances step by step; in between it can be exported as a checkpoint,
 * which `judgePolicy` judges like any policy, and kept as a snapshot, from which it continues as if it had never
 * stopped.
 *
 * A step reports `loss, rewards/chosen, rewards/rejected, rewards/margins, rewards/accuracies, logps/chosen,
 * logps/rejected, grad_norm, learning_rate, tokens_per_second`.
 */
export class PolicyRun {
  readonly config: DpoConfig;
  /** Number of steps of the whole run. */
  readonly steps: number;
  readonly #base: Checkpoint;
  readonly #frozen: TunedWeights["frozen"];
  readonly #trainer: Trainer;
  readonly #earlyStop: EarlyStop;

  /**
   * @param snapshot the state to continue from; without it the run starts anew
   * @throws PlaygroundError if there are no pairs, or pairs lack the reference's probabilities
   */
  constructor(config: DpoConfig, { base, pairs, padTokenId }: PolicyMaterial, snapshot: Snapshot | null = null) {
    checkPairs(pairs);
    const { trained, frozen } = tunedDecoder(base, config);
    const steps = dpoSteps(config, pairs.length);
    const { learningRate, warmupRatio, minLrRate, weightDecay, maxGradNorm } = config;
    const options: TrainerOptions = {
      objective: dpoObjective(base.config, config),
      optimiser: { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm },
      schedule: { steps, learningRate, warmupRatio, minLrRate },
      batchesAt: pairBatches(pairs, config, (batch) => padPolicyPairs(batch, padTokenId)),
    };
    this.config = config;
    this.steps = steps;
    this.#base = base;
    this.#frozen = frozen;
    this.#trainer = snapshot ? Trainer.resume(snapshot, options, frozen) : Trainer.start(trained, options, frozen);
    this.#earlyStop = new EarlyStop(config.patience, snapshot?.carried);
  }

  /** Number of steps done. */
  get step(): number {
    return this.#trainer.step;
  }

  /** Whether all steps are done, or gold accuracy has not improved for `patience` judgements. */
  get done(): boolean {
    return this.#trainer.done || this.#earlyStop.due;
  }

  /** Whether a judgement on held-out problems is due; before the first step it judges the base. */
  get evaluationDue(): boolean {
    return judgementDue(this.config, this.step, this.steps);
  }

  /** Makes one optimiser step. @throws PlaygroundError if the loss or a gradient is not finite */
  advance(): Promise<StepMetrics> {
    return this.#trainer.advance();
  }

  /**
   * Records the gold accuracy on held-out problems, which decides an early stop. It must not come from the test
   * problems.
   */
  record(goldAccuracy: number): void {
    this.#earlyStop.record(goldAccuracy);
  }

  async snapshot(): Promise<Snapshot> {
    const snapshot = await this.#trainer.snapshot();
    return { ...snapshot, carried: { ...snapshot.carried, ...this.#earlyStop.state } };
  }

  /**
   * The current policy with adapters merged; it opens with `openCausalLM` and saves with `saveCheckpoint` like its
   * base.
   */
  async checkpoint(name: string): Promise<Checkpoint> {
    const trained = await toWeights(this.#trainer.trainedParams);
    return { ...this.#base, name, weights: mergeLora(this.#base.config, new Map([...this.#frozen, ...trained])) };
  }

  /** The adapters alone in PEFT's format; null if whole weights are trained. */
  async adapter(): Promise<Map<string, Uint8Array> | null> {
    const { tuning, loraRank: rank, loraAlpha: alpha, loraTargets: targets } = this.config;
    if (tuning !== "lora") return null;
    const trained = await toWeights(this.#trainer.trainedParams);
    return saveAdapter(this.#base.config, trained, { rank, alpha, targets }, this.#base.name);
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

function checkPairs(pairs: readonly TokenPair[]): void {
  const known = ({ q }: Response) => q?.every((p) => p > 0) ?? false;
  const without = pairs.findIndex(({ chosen, rejected }) => !known(chosen) || !known(rejected));
  if (pairs.length > 0 && without < 0) return;
  throw new PlaygroundError({
    what: "The policy cannot be trained on these pairs",
    where: pairs.length === 0 ? "pairs" : `pair ${without + 1}`,
    expected: "at least one pair, each with the reference's generation probabilities, above 0",
    found: pairs.length === 0 ? "no pairs" : "a pair without them",
    fix: "Sample the pairs from the policy, or compute the generation probabilities of given ones first.",
  });
}
