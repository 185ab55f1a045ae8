import { tree } from "@jax-js/jax";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { saveValueHead } from "../checkpoint/stored-head.ts";
import { VALUE_HEAD } from "../checkpoint/value-head.ts";
import type { Precision } from "../decoder/half-precision.ts";
import { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, type Parameters, toWeights } from "../decoder/parameters.ts";
import { saveAdapter } from "../decoder/peft-adapter.ts";
import { memoryLimits } from "../jax.ts";
import { EarlyStop } from "./early-stop.ts";
import { createPairEvaluator, type PairAccuracy, type PairEvaluator } from "./evaluate-pairs.ts";
import { FrozenStates, fedWithStates, type StatesOf } from "./frozen-states.ts";
import { type Example, exampleResponses, type Response } from "./pairs.ts";
import { NORMALISER } from "./preference-objective.ts";
import { checkExamples, rewardModelOptions, shapesOfBatches, signalTerms, type Weigh } from "./reward-model.ts";
import { type RewardModelConfig, readsPadding } from "./reward-model-config.ts";
import { startingWeights, trainedRewardModel } from "./reward-model-weights.ts";
import { batchRows } from "./row-layout.ts";
import { createSignalProbe, type PairSignal, type SignalProbe } from "./signal.ts";
import type { Team } from "./team.ts";
import { type Snapshot, type StepMetrics, Trainer } from "./trainer.ts";
import { sizesOf, trainingMemory } from "./training-memory.ts";
import type { RewardMovement, TrainingMemory } from "./training-path.ts";
import { ALL_LAYERS, type Trunk } from "./trunk.ts";

/** Pairs measured at once if the decoder is one graph; layer by layer, as many as are trained on at once. */
const EVALUATED_AT_ONCE = 16;

/**
 * The material of a run: pairs or, for labelled steps without pairs, single responses. For consistency they carry their
 * generation probabilities, or `weigh` gives them; for process supervision they carry the labels of their steps.
 */
export interface RunMaterial {
  /** The checkpoint that the reward model starts from. */
  base: Checkpoint;
  pairs: readonly Example[];
  heldOut: readonly Example[];
  padTokenId: number;
  /** Gives `pairs` their generation probabilities; absent if the pairs have them or do not need them. */
  weigh?: Weigh;
  /** The workers that compute every step of the run together; absent for a run that is computed alone. */
  team?: Team;
  /** Has what the frozen layers make of rows; where absent, a run computes it itself. */
  statesOf?: StatesOf;
}

/** When a run's signals are computed: as it is now, or as it was when it was told to remember its state. */
export type Moment = "now" | "remembered";

type RunTrunk = Trunk & { dispose(): void };

/** The trunk of a run that is fed what its frozen layers made of every row before; null for any other. */
function trunkOf(config: RewardModelConfig, memory: TrainingMemory, material: RunMaterial): RunTrunk | null {
  const { base, statesOf } = material;
  if (!statesOf || !memory.frozen) return frozenStates(config, memory, material);
  return {
    from: memory.frozen.layers,
    feed: (batch, spans) => fedWithStates(batch, spans, base.config.hiddenSize, statesOf),
    dispose: () => {},
  };
}

/** The trunk of a run that keeps the output of its frozen layers; null for any other run. */
export function frozenStates(
  config: RewardModelConfig,
  { frozen }: Pick<TrainingMemory, "frozen">,
  { base, pairs, heldOut, padTokenId }: RunMaterial,
): FrozenStates | null {
  if (!frozen || frozen.stateBytes === null) return null;
  const rows = batchRows([...pairs, ...heldOut]);
  return new FrozenStates(base, { layers: frozen.layers, rows, padTokenId, padding: readsPadding(config) });
}

/** The workers of a run in its snapshots: split over another number, its last digits would differ. */
const WORKERS = "workers";

/** Number of workers that a run was split over when its snapshot was made. */
export function workersOf({ carried }: Pick<Snapshot, "carried">): number {
  return carried[WORKERS] ?? 1;
}

/** A reward model in training: it advances step by step, and can be measured and probed in between. */
export class RewardRun {
  readonly config: RewardModelConfig;
  /** The path that the run's steps take, decided by size, and the memory that the path needs. */
  readonly memory: TrainingMemory;
  readonly #material: RunMaterial;
  readonly #frozen: ReturnType<typeof startingWeights>["frozen"];
  readonly #trunk: RunTrunk | null;
  readonly #trainer: Trainer;
  readonly #evaluator: PairEvaluator;
  readonly #probe: SignalProbe;
  readonly #earlyStop: EarlyStop;
  #remembered: { params: Parameters; normaliser: number } | null = null;

  /**
   * @param snapshot the state to continue from; without it the run starts anew
   * @param memory the memory plan made for this run; left out, it is made here
   * @throws PlaygroundError if no path fits into the memory, or the method cannot learn from the data
   */
  constructor(
    config: RewardModelConfig,
    material: RunMaterial,
    snapshot: Snapshot | null = null,
    memory: TrainingMemory | null = null,
  ) {
    const { base, pairs, heldOut, padTokenId, weigh, team } = material;
    checkExamples(config, [...pairs, ...heldOut]);
    this.memory = memory ?? trainingMemory(config, base.config, sizesOf(pairs, heldOut), memoryLimits());
    const { path, frozenAs, recordedLayers } = this.memory;
    this.#trunk = trunkOf(config, this.memory, material);
    const trunk = this.#trunk ?? ALL_LAYERS;
    const made = rewardModelOptions(config, base.config, pairs, padTokenId, trunk, weigh, team);
    const options = { ...made, path, frozenAs, recordedLayers };
    const { trained, frozen } = startingWeights(base, config);
    this.config = config;
    this.#material = material;
    this.#frozen = frozen;
    this.#trainer = snapshot ? Trainer.resume(snapshot, options, frozen) : Trainer.start(trained, options, frozen);
    this.#evaluator = createPairEvaluator(
      this.#trainer.decoder,
      padTokenId,
      path === "layered" ? config.batchSize : EVALUATED_AT_ONCE,
      {
        trunk,
        afterError: config.afterError,
        shapesOf: (batches) =>
          shapesOfBatches(batches, (batches.length * config.steps) / config.evalSteps, base.config, trunk),
      },
    );
    this.#probe = createSignalProbe(this.#trainer.decoder, signalTerms(config, padTokenId), trunk);
    this.#earlyStop = new EarlyStop(config.patience, snapshot?.carried);
  }

  /** Number of workers that compute every step together. */
  get workers(): number {
    return this.#material.team?.size ?? 1;
  }

  /** Number of steps done. */
  get step(): number {
    return this.#trainer.step;
  }

  /** Whether all steps are done, or held-out accuracy has not improved for `patience` measurements. */
  get done(): boolean {
    return this.#trainer.done || this.#earlyStop.due;
  }

  /** Whether a measurement on the held-out pairs is due; never if there are none. */
  get evaluationDue(): boolean {
    if (this.#material.heldOut.length === 0) return false;
    return this.step % this.config.evalSteps === 0 || this.#trainer.done;
  }

  /** Makes one optimiser step. @throws PlaygroundError if the loss or a gradient is not finite */
  advance(): Promise<StepMetrics> {
    return this.#trainer.advance();
  }

  /** Milliseconds that the next step takes once its program is compiled; the run stays as it is. */
  rehearse(): Promise<number> {
    return this.#trainer.rehearse();
  }

  /**
   * Makes one step, and the measurement if one is due after the step.
   * @throws PlaygroundError as `advance` does
   */
  async advanceMeasured(): Promise<{ metrics: StepMetrics; measured: PairAccuracy | null }> {
    const metrics = await this.advance();
    return { metrics, measured: this.evaluationDue ? await this.evaluate() : null };
  }

  /** Accuracy and margin on the held-out examples, which also decide an early stop. */
  async evaluate(): Promise<PairAccuracy> {
    const [measured] = (await this.#evaluator.evaluate(this.#trainer.params, this.#material.heldOut)) as [PairAccuracy];
    this.#earlyStop.record(measured.accuracy);
    return measured;
  }

  /** The current rewards of each response, at the last prompt token and at every response token. */
  async rewardsOf(responses: readonly Response[]): Promise<number[][]> {
    const [rewards] = (await this.#evaluator.rewardsOf(this.#trainer.params, responses)) as [number[][]];
    return rewards;
  }

  /** The rewards of a pair, and the gradient of each loss term with respect to them. */
  signal(pair: Example, moment: Moment = "now"): Promise<PairSignal> {
    const now = { params: this.#trainer.params, normaliser: this.#normaliser };
    const { params, normaliser } = (moment === "remembered" && this.#remembered) || now;
    return this.#probe.probe({ ...now.params, ...params }, pair, normaliser);
  }

  /** Keeps the trained parameters as they are, so that signals of this moment can be computed after later steps. */
  async remember(): Promise<void> {
    this.#forget();
    this.#remembered = { params: tree.ref(this.#trainer.trainedParams) as Parameters, normaliser: this.#normaliser };
  }

  /** Lets go of what was remembered. */
  async forget(): Promise<void> {
    this.#forget();
  }

  /**
   * Measures how far packing moves the rewards of the first batch: compares the rewards under the packed weights with the
   * rewards under the original weights, one layer of which is on the device at a time. null if no weights are packed.
   */
  async moved(): Promise<RewardMovement | null> {
    const { decoder } = this.#trainer;
    if (!(decoder instanceof LayeredDecoder) || !isPacked(this.memory.frozenAs)) return null;
    const { pairs, padTokenId } = this.#material;
    const responses = pairs.slice(0, this.config.batchSize).flatMap(exampleResponses);
    const exactly = createPairEvaluator(decoder.reading(this.#frozen), padTokenId, this.config.batchSize);
    const [exact] = (await exactly.rewardsOf(this.#trainer.trainedParams, responses)) as [number[][]];
    exactly.dispose();
    return movementOf(exact.flat(), (await this.rewardsOf(responses)).flat());
  }

  async snapshot(): Promise<Snapshot> {
    const snapshot = await this.#trainer.snapshot();
    const workers = this.workers > 1 ? { [WORKERS]: this.workers } : {};
    return { ...snapshot, carried: { ...snapshot.carried, ...this.#earlyStop.state, ...workers } };
  }

  /** The current reward model as a checkpoint, in the layout that every part of the playground loads. */
  async checkpoint(name: string): Promise<Checkpoint> {
    const { base } = this.#material;
    const trained = await toWeights(this.#trainer.trainedParams);
    return { ...base, name, ...trainedRewardModel(base.config, { trained, frozen: this.#frozen }) };
  }

  /** The adapters alone in PEFT's format, with the value head in TRL's naming; null if whole weights are trained. */
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
    this.#forget();
    this.#trainer.dispose();
    this.#evaluator.dispose();
    this.#probe.dispose();
    this.#trunk?.dispose();
  }

  /** The consistency normaliser after the last step; 0 for a run without one. */
  get #normaliser(): number {
    return this.#trainer.carried[NORMALISER] ?? 0;
  }

  #forget(): void {
    if (this.#remembered) disposeParameters(this.#remembered.params);
    this.#remembered = null;
  }
}

function isPacked(precision: Precision): boolean {
  return precision === "int8" || precision === "int4";
}

function movementOf(exact: readonly number[], found: readonly number[]): RewardMovement {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const apart = exact.map((reward, i) => Math.abs(reward - (found[i] as number)));
  const middle = mean(exact);
  const spread = Math.sqrt(mean(exact.map((reward) => (reward - middle) ** 2)));
  return { mean: mean(apart), largest: apart.reduce((most, each) => Math.max(most, each), 0), spread };
}
