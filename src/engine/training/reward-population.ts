import { memoryLimits } from "../jax.ts";
import { EarlyStop } from "./early-stop.ts";
import { createPairEvaluator, type PairAccuracy, type PairEvaluator } from "./evaluate-pairs.ts";
import type { FrozenStates } from "./frozen-states.ts";
import { PopulationTrainer } from "./population-trainer.ts";
import { checkExamples, rewardPopulationOptions } from "./reward-model.ts";
import type { RewardModelConfig } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { frozenStates, type RunMaterial } from "./reward-run.ts";
import type { Snapshot, StepMetrics } from "./trainer.ts";
import { populationMemory, sizesOf } from "./training-memory.ts";
import type { TrainingMemory } from "./training-path.ts";
import { ALL_LAYERS } from "./trunk.ts";

/**
 * Reward models that are trained together, with one dispatch for all; each gets the numbers that its `RewardRun` alone
 * would get. Their configs have the same `populationKey`, their materials the same base and held-out pairs.
 */
export class RewardPopulation {
  readonly configs: readonly RewardModelConfig[];
  /** The material of each run. */
  readonly materials: readonly RunMaterial[];
  readonly #material: RunMaterial;
  readonly #trunk: FrozenStates | null;
  readonly #trainer: PopulationTrainer;
  readonly #evaluator: PairEvaluator;
  readonly #earlyStops: readonly EarlyStop[];

  /**
   * @param materials the material of each run; generation probabilities may differ
   * @param memory the memory plan of its runs; left out, it is made here
   * @throws PlaygroundError if the runs do not fit into one program
   */
  constructor(
    configs: readonly RewardModelConfig[],
    materials: readonly RunMaterial[],
    memory: TrainingMemory | null = null,
  ) {
    const [config] = configs as readonly [RewardModelConfig];
    const [material] = materials as readonly [RunMaterial];
    const { base, pairs, heldOut, padTokenId } = material;
    for (const own of materials) checkExamples(config, [...own.pairs, ...own.heldOut]);
    const own = () => populationMemory(configs.length, config, base.config, sizesOf(pairs, heldOut), memoryLimits());
    this.#trunk = frozenStates(config, memory ?? own(), material);
    const trunk = this.#trunk ?? ALL_LAYERS;
    this.configs = configs;
    this.materials = materials;
    this.#material = material;
    this.#trainer = new PopulationTrainer(
      configs.map((own) => startingWeights(base, own)),
      rewardPopulationOptions(configs, base.config, materials, padTokenId, trunk),
    );
    this.#evaluator = createPairEvaluator(this.#trainer.decoder, padTokenId, config.batchSize, {
      trunk,
      runs: configs.length,
      afterError: config.afterError,
    });
    this.#earlyStops = configs.map(({ patience }) => new EarlyStop(patience));
  }

  /** Number of steps done. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * Whether a run is done: after all its steps, or if its held-out accuracy has not improved for `patience`
   * measurements.
   */
  done(run: number): boolean {
    return this.step >= this.#first.steps || (this.#earlyStops[run] as EarlyStop).due;
  }

  /** Whether a measurement on the held-out pairs is due; never if there are none. */
  get evaluationDue(): boolean {
    if (this.#material.heldOut.length === 0) return false;
    return this.step % this.#first.evalSteps === 0 || this.step >= this.#first.steps;
  }

  /** Makes one step of every run; `checkFinite` detects a run that has diverged. */
  advance(): Promise<StepMetrics[]> {
    return this.#trainer.advance();
  }

  /** Makes one step of every run, and the measurement of every run if one is due after the step. */
  async advanceMeasured(): Promise<{ metrics: StepMetrics[]; measured: PairAccuracy[] | null }> {
    const metrics = await this.advance();
    return { metrics, measured: this.evaluationDue ? await this.evaluate() : null };
  }

  /** Accuracy and margin of every run on the held-out pairs. */
  async evaluate(): Promise<PairAccuracy[]> {
    const measured = await this.#evaluator.evaluate(this.#trainer.params, this.#material.heldOut);
    for (const [run, { accuracy }] of measured.entries()) this.#earlyStops[run]?.record(accuracy);
    return measured;
  }

  /** The state of one run, from which a `RewardRun` continues it alone. */
  async snapshot(run: number): Promise<Snapshot> {
    const snapshot = await this.#trainer.snapshot(run);
    return { ...snapshot, carried: { ...snapshot.carried, ...(this.#earlyStops[run] as EarlyStop).state } };
  }

  dispose(): void {
    this.#trainer.dispose();
    this.#evaluator.dispose();
    this.#trunk?.dispose();
  }

  get #first(): RewardModelConfig {
    return this.configs[0] as RewardModelConfig;
  }
}
