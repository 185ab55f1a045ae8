import { type Checkpoint, saveValueHead } from "../checkpoint/checkpoint.ts";
import { VALUE_HEAD } from "../checkpoint/value-head.ts";
import { toWeights } from "../decoder/parameters.ts";
import { saveAdapter } from "../decoder/peft-adapter.ts";
import { memoryLimits } from "../jax.ts";
import { EarlyStop } from "./early-stop.ts";
import { createPairEvaluator, type PairAccuracy, type PairEvaluator } from "./evaluate-pairs.ts";
import { FrozenStates } from "./frozen-states.ts";
import { rowsOf } from "./pair-batch.ts";
import type { Example, Response } from "./pairs.ts";
import { NORMALISER } from "./preference-objective.ts";
import { checkExamples, rewardModelOptions, signalTerms, type Weigh } from "./reward-model.ts";
import { type RewardModelConfig, readsPadding } from "./reward-model-config.ts";
import { startingWeights, trainedRewardModel } from "./reward-model-weights.ts";
import { createSignalProbe, type PairSignal, type SignalProbe } from "./signal.ts";
import { type Snapshot, type StepMetrics, Trainer } from "./trainer.ts";
import { sizesOf, trainingMemory } from "./training-memory.ts";
import type { TrainingMemory } from "./training-path.ts";
import { ALL_LAYERS } from "./trunk.ts";

/** Pairs measured at once where the whole decoder is one graph; layer by layer as many as are trained on at once. */
const EVALUATED_AT_ONCE = 16;

/**
 * What a run is made of beside its config: pairs or, where labelled steps come without pairs, responses alone. Under
 * consistency they carry their generation probabilities, or `weigh` gives them; under process supervision they carry the labels
 * of their steps.
 */
export interface RunMaterial {
  /** The checkpoint the reward model starts from. */
  base: Checkpoint;
  pairs: readonly Example[];
  heldOut: readonly Example[];
  padTokenId: number;
  /** Gives `pairs` their generation probabilities; absent where they have them, or none are read. */
  weigh?: Weigh;
}

/** The trunk of a run that keeps what its frozen layers compute; null for any other. */
export function frozenStates(
  config: RewardModelConfig,
  { frozen }: Pick<TrainingMemory, "frozen">,
  { base, pairs, heldOut, padTokenId }: RunMaterial,
): FrozenStates | null {
  if (!frozen || frozen.stateBytes === null) return null;
  const rows = rowsOf([...pairs, ...heldOut]);
  return new FrozenStates(base, { layers: frozen.layers, rows, padTokenId, padding: readsPadding(config) });
}

/** A reward model in training: advances step by step, and can be measured and looked into in between. */
export class RewardRun {
  readonly config: RewardModelConfig;
  /** Which path its steps take, decided by size, and what that needs. */
  readonly memory: TrainingMemory;
  readonly #material: RunMaterial;
  readonly #frozen: ReturnType<typeof startingWeights>["frozen"];
  readonly #trunk: FrozenStates | null;
  readonly #trainer: Trainer;
  readonly #evaluator: PairEvaluator;
  readonly #probe: SignalProbe;
  readonly #earlyStop: EarlyStop;

  /**
   * @param snapshot where to go on; a fresh start without it
   * @param memory as it was planned for this run; planned here where left out
   * @throws PlaygroundError when no path fits into the memory there is, or the method cannot learn from the data
   */
  constructor(
    config: RewardModelConfig,
    material: RunMaterial,
    snapshot: Snapshot | null = null,
    memory: TrainingMemory | null = null,
  ) {
    const { base, pairs, heldOut, padTokenId, weigh } = material;
    checkExamples(config, [...pairs, ...heldOut]);
    this.memory = memory ?? trainingMemory(config, base.config, sizesOf(pairs, heldOut), memoryLimits());
    const { path, frozenAs } = this.memory;
    this.#trunk = frozenStates(config, this.memory, material);
    const trunk = this.#trunk ?? ALL_LAYERS;
    const options = { ...rewardModelOptions(config, base.config, pairs, padTokenId, trunk, weigh), path, frozenAs };
    const { trained, frozen } = startingWeights(base, config);
    this.config = config;
    this.#material = material;
    this.#frozen = frozen;
    this.#trainer = snapshot ? Trainer.resume(snapshot, options, frozen) : Trainer.start(trained, options, frozen);
    this.#evaluator = createPairEvaluator(
      this.#trainer.decoder,
      padTokenId,
      path === "layered" ? config.batchSize : EVALUATED_AT_ONCE,
      { trunk, afterError: config.afterError },
    );
    this.#probe = createSignalProbe(this.#trainer.decoder, signalTerms(config, padTokenId), trunk);
    this.#earlyStop = new EarlyStop(config.patience, snapshot?.carried);
  }

  /** Steps done. */
  get step(): number {
    return this.#trainer.step;
  }

  /** All steps are done, or the held-out accuracy has not got better for `patience` measurements. */
  get done(): boolean {
    return this.#trainer.done || this.#earlyStop.due;
  }

  /** A measurement on the held-out pairs is due; never where there are none. */
  get evaluationDue(): boolean {
    if (this.#material.heldOut.length === 0) return false;
    return this.step % this.config.evalSteps === 0 || this.#trainer.done;
  }

  /** @throws PlaygroundError when the loss or a gradient is no longer finite */
  advance(): Promise<StepMetrics> {
    return this.#trainer.advance();
  }

  /**
   * One step, and the measurement that falls due after it.
   * @throws PlaygroundError as `advance`
   */
  async advanceMeasured(): Promise<{ metrics: StepMetrics; measured: PairAccuracy | null }> {
    const metrics = await this.advance();
    return { metrics, measured: this.evaluationDue ? await this.evaluate() : null };
  }

  /** Accuracy and margin on what is held out; what an early stop goes by. */
  async evaluate(): Promise<PairAccuracy> {
    const [measured] = (await this.#evaluator.evaluate(this.#trainer.params, this.#material.heldOut)) as [PairAccuracy];
    this.#earlyStop.record(measured.accuracy);
    return measured;
  }

  /** What it gives each response now: at the last prompt token and at every response token. */
  async rewardsOf(responses: readonly Response[]): Promise<number[][]> {
    const [rewards] = (await this.#evaluator.rewardsOf(this.#trainer.params, responses)) as [number[][]];
    return rewards;
  }

  /** Rewards of a pair and what each term would do to them now. */
  signal(pair: Example): Promise<PairSignal> {
    return this.#probe.probe(this.#trainer.params, pair, this.#trainer.carried[NORMALISER] ?? 0);
  }

  async snapshot(): Promise<Snapshot> {
    const snapshot = await this.#trainer.snapshot();
    return { ...snapshot, carried: { ...snapshot.carried, ...this.#earlyStop.state } };
  }

  /** The reward model as it is now, in the layout every other part of the playground loads. */
  async checkpoint(name: string): Promise<Checkpoint> {
    const { base } = this.#material;
    const trained = await toWeights(this.#trainer.trainedParams);
    return { ...base, name, ...trainedRewardModel(base.config, { trained, frozen: this.#frozen }) };
  }

  /**
   * The adapters alone, as PEFT has them, with the value head beside them in TRL's naming; null where whole weights are
   * trained.
   */
  async adapter(): Promise<Map<string, Uint8Array> | null> {
    const { tuning, loraRank: rank, loraAlpha: alpha, loraTargets: targets } = this.config;
    if (tuning !== "lora") return null;
    const { base } = this.#material;
    const trained = await toWeights(this.#trainer.trainedParams);
    const { valueHead } = trainedRewardModel(base.config, { trained, frozen: this.#frozen });
    const files = saveAdapter(base.config, trained, { rank, alpha, targets }, base.name);
    return files.set(VALUE_HEAD, saveValueHead(valueHead));
  }

  dispose(): void {
    this.#trainer.dispose();
    this.#evaluator.dispose();
    this.#probe.dispose();
    this.#trunk?.dispose();
  }
}
