import { jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import type { PerRun } from "../losses/per-run.ts";
import { type AdamWSettings, adamW, clipByGlobalNorm, globalNorm, type Moments, stepScalars } from "./adamw.ts";
import { type Batch, batchLoss, type Objective } from "./objective.ts";

export type TrainStepState = {
  params: Parameters;
  moments: Moments;
};

export function disposeState({ params, moments }: TrainStepState): void {
  for (const parameters of [params, moments.first, moments.second]) disposeParameters(parameters);
}

export interface OptimiserSettings extends AdamWSettings {
  /** Gradients are scaled down to at most this global L2 norm. */
  maxGradNorm: PerRun;
}

export interface StepResult {
  state: TrainStepState;
  /** The figures of each run. */
  figures: StepFigures[];
}

export interface StepFigures {
  loss: number;
  gradNorm: number;
  /** The objective's metrics, in the objective's order. */
  metrics: number[];
}

export interface TrainStep {
  /**
   * One optimiser step over one or several micro-batches, whose gradients and metrics are averaged. Consumes the state
   * and the batches, borrows the frozen parameters. `t` counts from 1.
   *
   * @param learningRate a number, or for a population the learning rate of each run
   */
  run(
    state: TrainStepState,
    frozen: Parameters,
    batches: readonly Batch[],
    learningRate: PerRun,
    t: number,
  ): Promise<StepResult>;
  dispose(): void;
}

/**
 * Compiles loss, gradients, clipping and AdamW. A step of one batch is one program with one read-back; a step of
 * several batches adds up their gradients first. Each new batch shape compiles again, so batches should come in few
 * shapes.
 *
 * @param runs number of stacked runs of a population; null for a single run
 * @param from the first layer that is computed (`Trunk`)
 */
export function createTrainStep(
  objective: Objective,
  settings: OptimiserSettings,
  runs: number | null = null,
  from = 0,
): TrainStep {
  const differentiate = lossAndGradients(objective, from);
  const apply = clippedUpdate(settings, runs);

  const fused = jit((params: Parameters, frozen: Parameters, moments: Moments, batch: Batch, scalars: np.Array) => {
    const [[sum, values], gradients] = differentiate(tree.ref(params), frozen, batch);
    sum.dispose();
    const { norm, ...state } = apply(params, gradients, moments, scalars);
    return { ...state, packed: np.concatenate([norm, values]) };
  });
  const addGradients = jit((params: Parameters, frozen: Parameters, sums: Parameters, batch: Batch) => {
    const [[sum, packed], gradients] = differentiate(params, frozen, batch);
    sum.dispose();
    const added = Object.entries(gradients).map(([name, g]) => [name, (sums[name] as np.Array).add(g)]);
    return { sums: Object.fromEntries(added) as Parameters, packed };
  });
  const applyMean = jit(meanUpdate(settings, runs));

  return {
    async run({ params, moments }, frozen, batches, learningRate, t) {
      const scalars = stepScalars(settings, learningRate, t);
      const [only] = batches;
      if (only && batches.length === 1) {
        const { packed, ...state } = fused(params, tree.ref(frozen), moments, only, scalars) as unknown as Packed;
        return { state, figures: figuresOf([...(await packed.data())], runs ?? 1) };
      }
      let sums = tree.map((p: np.Array) => np.zeros(p.shape), params) as Parameters;
      let totals: number[] = [];
      for (const batch of batches) {
        const part = addGradients(tree.ref(params), tree.ref(frozen), sums, batch) as unknown as Accumulated;
        sums = part.sums;
        const values = [...(await part.packed.data())] as number[];
        totals = values.map((value, i) => value / batches.length + (totals[i] ?? 0));
      }
      const share = np.array(1 / batches.length);
      const { norm, ...state } = applyMean(params, sums, moments, scalars, share) as unknown as Applied;
      return { state, figures: figuresOf([...(await norm.data()), ...totals], runs ?? 1) };
    },
    dispose() {
      for (const program of [fused, addGradients, applyMean]) program.dispose();
    },
  };
}

/**
 * The sum of all runs' losses, and as rows each run's loss and metrics, with the gradients of the trained parameters, which
 * are consumed like the frozen ones and the batch. Written to be traced under jit.
 */
export function lossAndGradients(objective: Objective, from: number): Differentiate {
  return valueAndGrad(
    (trained: Parameters, frozen: Parameters, batch: Batch) => {
      const [loss, metrics] = batchLoss(objective, { ...trained, ...frozen }, batch, from);
      disposeParameters(trained);
      disposeParameters(frozen);
      // Runs share no parameter, so the gradient of the sum holds the gradient of each run's loss.
      return [np.sum(loss.ref), np.concatenate([np.expandDims(loss, 0), metrics])];
    },
    { hasAux: true },
  ) as unknown as Differentiate;
}

/** AdamW on clipped gradients, and their norm before that, `[1]` or `[1, R]`. Consumes all arrays; written to be traced. */
function clippedUpdate(settings: OptimiserSettings, runs: number | null) {
  return (params: Parameters, gradients: Parameters, moments: Moments, scalars: np.Array) => {
    const norm = globalNorm(gradients, runs);
    const clipped = clipByGlobalNorm(gradients, norm, settings.maxGradNorm);
    return { ...adamW(settings, params, clipped, moments, scalars), norm: np.expandDims(norm, 0) };
  };
}

/** `clippedUpdate` by the mean of gradients, which is their sums times `share` `[]`. Consumes all arrays. */
export function meanUpdate(settings: OptimiserSettings, runs: number | null) {
  const apply = clippedUpdate(settings, runs);
  return (params: Parameters, sums: Parameters, moments: Moments, scalars: np.Array, share: np.Array) => {
    const mean = tree.map((sum: np.Array) => sum.mul(share.ref), sums) as Parameters;
    share.dispose();
    return apply(params, mean, moments, scalars);
  };
}

/** The figures of each run, from rows of gradient norm, loss and metrics with one column per run. */
function figuresOf(packed: readonly number[], runs: number): StepFigures[] {
  return Array.from({ length: runs }, (_, run) => {
    const column = packed.filter((_, i) => i % runs === run);
    const [gradNorm, loss, ...metrics] = column as [number, number, ...number[]];
    return { loss, gradNorm, metrics };
  });
}

export type Differentiate = (
  trained: Parameters,
  frozen: Parameters,
  batch: Batch,
) => [[sum: np.Array, values: np.Array], Parameters];
type Packed = TrainStepState & { packed: np.Array };
type Accumulated = { sums: Parameters; packed: np.Array };
export type Applied = TrainStepState & { norm: np.Array };
