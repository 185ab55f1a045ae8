import { numpy as np, tree } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { type DecoderForward, wholeDecoder } from "../decoder/forward.ts";
import { type Precision, toParametersAs } from "../decoder/half-precision.ts";
import { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, isBelow, type Parameters, toParameters, toWeights } from "../decoder/parameters.ts";
import { PlaygroundError } from "../errors.ts";
import { zeroMoments } from "./adamw.ts";
import { createLayeredStep } from "./layered-step.ts";
import type { Batch, Objective } from "./objective.ts";
import { learningRateAt, type Schedule } from "./schedule.ts";
import {
  createTrainStep,
  disposeState,
  type OptimiserSettings,
  type StepFigures,
  type TrainStep,
  type TrainStepState,
} from "./step.ts";
import type { Team } from "./team.ts";
import { createTeamStep } from "./team-step.ts";
import { type TrainingPath, WHOLE_LAYERS } from "./training-path.ts";

/** The metrics of a step, with the objective's own metrics under their names. `step` counts from 1. */
export type StepMetrics = Record<"step" | "loss" | "grad_norm" | "learning_rate" | "tokens_per_second", number> &
  Record<string, number>;

/** The state from which a run continues as if it had never stopped. */
export interface Snapshot {
  /** Number of steps done. */
  step: number;
  /** The trained parameters. Frozen parameters are not in a snapshot: they are those that the run started from. */
  weights: Map<string, Tensor>;
  firstMoments: Map<string, Tensor>;
  secondMoments: Map<string, Tensor>;
  /** The objective's running state, such as the consistency normaliser. */
  carried: Record<string, number>;
}

export interface TrainerOptions {
  /** Left out, `whole`; `layered` is for reward models whose embedding is frozen. */
  path?: TrainingPath;
  /**
   * The number type that frozen weights are stored in; left out, float32. Only layered steps can read other types.
   */
  frozenAs?: Precision;
  /** Layers whose inside a layered step keeps for its backward pass; left out, none. */
  recordedLayers?: number | undefined;
  objective: Objective;
  optimiser: OptimiserSettings;
  schedule: Schedule;
  /**
   * The first layer that a step computes; batches hold that layer's input (`Trunk`). Left out, and for layered steps,
   * 0.
   */
  from?: number;
  /**
   * The workers that compute every step together; batches are this one's parts then. Left out or null, a step is computed
   * here alone. Layered steps are never split.
   */
  team?: Team | null;
  /**
   * The micro-batches of a step (counted from 0); they are the same at every call, so that a resumed run sees the same
   * data.
   */
  batchesAt: (step: number) => MicroBatch[] | Promise<MicroBatch[]>;
}

export interface MicroBatch {
  batch: Batch;
  tokens: number;
}

/** Runs optimiser steps on parameters that stay on the device. */
export class Trainer {
  #options: TrainerOptions;
  #program: TrainStep;
  /** The run's decoder, forward only, computed on the same path as its steps. */
  readonly decoder: DecoderForward;
  #state: TrainStepState;
  #frozen: Parameters;
  #step: number;
  #carried: Record<string, number>;

  private constructor(
    options: TrainerOptions,
    state: TrainStepState,
    frozen: ReadonlyMap<string, Tensor>,
    step: number,
    carried: Record<string, number>,
  ) {
    this.#options = options;
    const { path, frozenAs, objective, optimiser, from = 0, team } = options;
    if (path === "layered") {
      const decoder = new LayeredDecoder(objective.decoder, frozen);
      this.decoder = decoder;
      this.#program = createLayeredStep(objective, optimiser, decoder, options.recordedLayers ?? 0);
      const read = LayeredDecoder.onDevice(frozen);
      this.#frozen = toParametersAs(frozenAs ?? "float32", read);
    } else {
      this.decoder = wholeDecoder(objective.decoder, from);
      this.#program = team
        ? createTeamStep(objective, optimiser, team, from)
        : createTrainStep(objective, optimiser, null, from);
      this.#frozen = toParameters(readFrom(objective.decoder, frozen, from));
    }
    this.#state = state;
    this.#step = step;
    this.#carried = carried;
  }

  /**
   * @param frozen parameters that the loss reads and no step changes
   * @throws PlaygroundError if the decoder has too many layers for one graph
   */
  static start(
    weights: ReadonlyMap<string, Tensor>,
    options: TrainerOptions,
    frozen: ReadonlyMap<string, Tensor> = new Map(),
  ): Trainer {
    checkDepth(options);
    const params = toParameters(weights);
    const carried = { ...options.objective.carried };
    return new Trainer(options, { params, moments: zeroMoments(params) }, frozen, 0, carried);
  }

  static resume(
    { step, weights, firstMoments, secondMoments, carried }: Snapshot,
    options: TrainerOptions,
    frozen: ReadonlyMap<string, Tensor> = new Map(),
  ): Trainer {
    checkDepth(options);
    const moments = { first: toParameters(firstMoments), second: toParameters(secondMoments) };
    const own = Object.keys(options.objective.carried).map((name) => [name, carried[name] as number]);
    return new Trainer(options, { params: toParameters(weights), moments }, frozen, step, Object.fromEntries(own));
  }

  /** Number of steps done. */
  get step(): number {
    return this.#step;
  }

  get done(): boolean {
    return this.#step >= this.#options.schedule.steps;
  }

  /** The current parameters, trained and frozen; borrowed, and valid until the next step. */
  get params(): Parameters {
    return { ...this.#state.params, ...this.#frozen };
  }

  /** The current trained parameters; borrowed, and valid until the next step. */
  get trainedParams(): Parameters {
    return this.#state.params;
  }

  /** The objective's running state after the last step. */
  get carried(): Readonly<Record<string, number>> {
    return this.#carried;
  }

  /** Makes one optimiser step. @throws PlaygroundError if the loss or a gradient is not finite */
  async advance(): Promise<StepMetrics> {
    const { objective } = this.#options;
    const { result, learningRate, tokens, milliseconds } = await this.#compute(this.#state);
    this.#state = result.state;
    this.#step += 1;
    const [figures] = result.figures as [StepFigures];
    const rate = tokens / (milliseconds / 1000);
    const metrics = stepMetrics(objective, this.#step, figures, learningRate, rate);
    for (const name of Object.keys(this.#carried)) this.#carried[name] = metrics[name] as number;
    checkFinite(metrics);
    return metrics;
  }

  /**
   * Milliseconds that the next step takes once its program is compiled. Computes the step twice and keeps nothing of it: the
   * run stays as it is.
   */
  async rehearse(): Promise<number> {
    let last = 0;
    for (let time = 0; time < 2; time++) {
      const { result, milliseconds } = await this.#compute(tree.ref(this.#state));
      disposeState(result.state);
      last = milliseconds;
    }
    return last;
  }

  /** The next step from a state, which is consumed. */
  async #compute(state: TrainStepState) {
    const { batchesAt, schedule } = this.#options;
    const learningRate = learningRateAt(schedule, this.#step);
    const batches = await batchesAt(this.#step);
    const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
    const started = performance.now();
    const inputs = batches.map(({ batch }) => ({ ...batch, ...scalars(this.#carried) }));
    const result = await this.#program.run(state, this.#frozen, inputs, learningRate, this.#step + 1);
    return { result, learningRate, tokens, milliseconds: performance.now() - started };
  }

  async snapshot(): Promise<Snapshot> {
    return {
      step: this.#step,
      weights: await toWeights(this.#state.params),
      firstMoments: await toWeights(this.#state.moments.first),
      secondMoments: await toWeights(this.#state.moments.second),
      carried: { ...this.#carried },
    };
  }

  dispose(): void {
    disposeState(this.#state);
    disposeParameters(this.#frozen);
    this.#program.dispose();
    this.decoder.dispose();
  }
}

/** The frozen weights that a step reads if it begins at layer `from`. */
export function readFrom(
  config: DecoderConfig,
  frozen: ReadonlyMap<string, Tensor>,
  from: number,
): ReadonlyMap<string, Tensor> {
  return from === 0 ? frozen : new Map([...frozen].filter(([name]) => !isBelow(config, from, name)));
}

function checkDepth({ path, objective: { decoder }, from = 0 }: TrainerOptions): void {
  if (path === "layered" || decoder.layerCount - from <= WHOLE_LAYERS) return;
  throw new PlaygroundError({
    what: "This decoder is too deep to be trained as one graph",
    where: "training",
    expected: `at most ${WHOLE_LAYERS} layers`,
    found: `${decoder.layerCount} layers`,
    fix: "Only reward models are trained layer by layer, by LoRA or their heads alone, with a generator as it is. For anything else take a checkpoint of fewer layers.",
  });
}

/** The metrics that a step reports for a run. */
export function stepMetrics(
  objective: Objective,
  step: number,
  { loss, gradNorm, metrics }: StepFigures,
  learningRate: number,
  tokensPerSecond: number,
): StepMetrics {
  return {
    step,
    loss,
    grad_norm: gradNorm,
    learning_rate: learningRate,
    tokens_per_second: tokensPerSecond,
    ...Object.fromEntries(objective.metrics.map((name, i) => [name, metrics[i] as number])),
  };
}

/** Demands finite figures. @throws PlaygroundError if loss or gradient is not finite */
export function checkFinite({ step, loss, grad_norm, learning_rate }: StepMetrics): void {
  if (Number.isFinite(loss) && Number.isFinite(grad_norm)) return;
  throw new PlaygroundError({
    what: "Training diverged: the loss or its gradient is no longer a finite number",
    where: `step ${step}`,
    expected: "finite loss and gradient norm",
    found: `loss ${loss}, gradient norm ${grad_norm}, learning rate ${learning_rate}`,
    fix: "Lower the learning rate, or lengthen the warm-up.",
  });
}

function scalars(values: Readonly<Record<string, number>>): Batch {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, np.array(value)]));
}
