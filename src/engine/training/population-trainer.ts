import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { type DecoderForward, wholeDecoder } from "../decoder/forward.ts";
import { disposeParameters, type Parameters, toParameters, toWeights } from "../decoder/parameters.ts";
import { zeroMoments } from "./adamw.ts";
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
import { readFrom, type Snapshot, type StepMetrics, stepMetrics } from "./trainer.ts";
import type { TunedWeights } from "./tuned-weights.ts";

export interface PopulationOptions {
  objective: Objective;
  optimiser: OptimiserSettings;
  /** The schedule of each run; all have the same number of steps. */
  schedules: readonly Schedule[];
  /** The first layer that a step computes; batches hold that layer's input (`Trunk`). */
  from: number;
  /** The micro-batches of a step (counted from 0), stacked over all runs. */
  batchesAt: (step: number) => Promise<StackedBatch[]>;
}

export interface StackedBatch {
  batch: Batch;
  /** Number of tokens, by run. */
  tokens: number[];
}

/**
 * Runs the optimiser steps of several runs as one program: the `Trainer` of a population (decoder/population.ts). Runs
 * share nothing but the program, so a run that diverges does not affect the others.
 */
export class PopulationTrainer {
  readonly #options: PopulationOptions;
  readonly #program: TrainStep;
  /** The runs' decoder, forward only. */
  readonly decoder: DecoderForward;
  readonly #frozen: Parameters;
  #state: TrainStepState;
  #step = 0;
  #carried: Record<string, number[]>;

  /** @param weights the weights of every run, with the same names and shapes */
  constructor(weights: readonly TunedWeights[], options: PopulationOptions) {
    const { objective, optimiser, schedules, from } = options;
    const params = toParameters(stackWeights(weights.map(({ trained }) => trained)));
    this.#options = options;
    this.decoder = wholeDecoder(objective.decoder, from);
    this.#program = createTrainStep(objective, optimiser, schedules.length, from);
    const frozen = sharedOrStacked(weights.map((own) => own.frozen));
    this.#frozen = toParameters(readFrom(objective.decoder, frozen, from));
    this.#state = { params, moments: zeroMoments(params) };
    this.#carried = Object.fromEntries(
      Object.entries(objective.carried).map(([name, value]) => [name, schedules.map(() => value)]),
    );
  }

  /** Number of steps done. */
  get step(): number {
    return this.#step;
  }

  /** The current parameters, trained and frozen; borrowed, and valid until the next step. */
  get params(): Parameters {
    return { ...this.#state.params, ...this.#frozen };
  }

  /** Makes one step of every run. Once a run's loss is not finite, it stays so; `checkFinite` detects it. */
  async advance(): Promise<StepMetrics[]> {
    const { batchesAt, objective, schedules } = this.#options;
    const learningRates = schedules.map((schedule) => learningRateAt(schedule, this.#step));
    const batches = await batchesAt(this.#step);
    const started = performance.now();
    const inputs = batches.map(({ batch }) => ({ ...batch, ...vectors(this.#carried) }));
    const result = await this.#program.run(this.#state, this.#frozen, inputs, learningRates, this.#step + 1);
    this.#state = result.state;
    this.#step += 1;
    const seconds = (performance.now() - started) / 1000;
    const metrics = schedules.map((_, run) => {
      const tokens = batches.reduce((sum, batch) => sum + (batch.tokens[run] as number), 0);
      const figures = result.figures[run] as StepFigures;
      return stepMetrics(objective, this.#step, figures, learningRates[run] as number, tokens / seconds);
    });
    for (const name of Object.keys(this.#carried)) this.#carried[name] = metrics.map((run) => run[name] as number);
    return metrics;
  }

  /** The state of one run, from which a `Trainer` continues it alone. */
  async snapshot(run: number): Promise<Snapshot> {
    const own = async (stacked: Parameters) => unstackedWeights(await toWeights(stacked), run);
    return {
      step: this.#step,
      weights: await own(this.#state.params),
      firstMoments: await own(this.#state.moments.first),
      secondMoments: await own(this.#state.moments.second),
      carried: Object.fromEntries(Object.entries(this.#carried).map(([name, values]) => [name, values[run] as number])),
    };
  }

  dispose(): void {
    disposeState(this.#state);
    disposeParameters(this.#frozen);
    this.#program.dispose();
    this.decoder.dispose();
  }
}

type Weights = ReadonlyMap<string, Tensor>;

/** Stacks the weights of all runs, each to `[R, …]`. */
function stackWeights(runs: readonly Weights[]): Map<string, Tensor> {
  const [first] = runs as readonly [Weights];
  return new Map([...first.keys()].map((name) => [name, stackTensors(tensorsOf(runs, name))]));
}

/** The weights of one run out of stacked weights, each `[R, …]`. */
function unstackedWeights(stacked: Weights, run: number): Map<string, Tensor> {
  return new Map(
    [...stacked].map(
      ([
        name,
        {
          shape: [, ...shape],
          data,
        },
      ]) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return [name, { shape, data: data.slice(run * size, (run + 1) * size) }];
      },
    ),
  );
}

/** Weights that are the same tensor in all runs are not stacked. */
function sharedOrStacked(runs: readonly Weights[]): Map<string, Tensor> {
  const [first] = runs as readonly [Weights];
  return new Map(
    [...first].map(([name, tensor]) => {
      const tensors = tensorsOf(runs, name);
      return [name, tensors.every((other) => other === tensor) ? tensor : stackTensors(tensors)];
    }),
  );
}

function tensorsOf(runs: readonly Weights[], name: string): Tensor[] {
  return runs.map((weights) => weights.get(name) as Tensor);
}

function stackTensors(tensors: readonly Tensor[]): Tensor {
  const [{ shape, data: first }] = tensors as readonly [Tensor];
  const data = new Float32Array(tensors.length * first.length);
  for (const [run, tensor] of tensors.entries()) data.set(tensor.data, run * first.length);
  return { shape: [tensors.length, ...shape], data };
}

function vectors(values: Readonly<Record<string, readonly number[]>>): Batch {
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, np.array([...list])]));
}
