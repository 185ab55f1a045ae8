import { jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { type AdamWSettings, adamW, clipByGlobalNorm, globalNorm, type Moments, stepScalars } from "./adamw.ts";
import { type Batch, batchLoss, type Objective } from "./objective.ts";

export type TrainState = {
  params: Parameters;
  moments: Moments;
};

export interface OptimiserSettings extends AdamWSettings {
  /** Gradients are scaled down to this global L2 norm. */
  maxGradNorm: number;
}

export interface StepResult {
  state: TrainState;
  loss: number;
  gradNorm: number;
  /** The objective's own metrics, in its order. */
  metrics: number[];
}

export interface TrainStep {
  /**
   * One optimiser step over one or several micro-batches, whose gradients and metrics are averaged. Consumes the state
   * and the batches, borrows the frozen parameters. `t` counts from 1.
   */
  run(
    state: TrainState,
    frozen: Parameters,
    batches: readonly Batch[],
    learningRate: number,
    t: number,
  ): Promise<StepResult>;
  dispose(): void;
}

/**
 * Compiles loss, gradients, clipping and AdamW. A step of one batch is one program with one read-back; a step of several
 * adds up gradients first. Each new batch shape compiles again, so batches should come in few shapes.
 */
export function createTrainStep(objective: Objective, settings: OptimiserSettings): TrainStep {
  const differentiate = valueAndGrad(
    (trained: Parameters, frozen: Parameters, batch: Batch) => {
      const result = batchLoss(objective, { ...trained, ...frozen }, batch);
      disposeParameters(trained);
      disposeParameters(frozen);
      return result;
    },
    { hasAux: true },
  ) as unknown as (trained: Parameters, frozen: Parameters, batch: Batch) => [[np.Array, np.Array], Parameters];

  function apply(params: Parameters, gradients: Parameters, moments: Moments, scalars: np.Array) {
    const norm = globalNorm(gradients);
    const clipped = clipByGlobalNorm(gradients, norm, settings.maxGradNorm);
    return { ...adamW(settings, params, clipped, moments, scalars), norm: norm.reshape([1]) };
  }

  const fused = jit((params: Parameters, frozen: Parameters, moments: Moments, batch: Batch, scalars: np.Array) => {
    const [[value, aux], gradients] = differentiate(tree.ref(params), frozen, batch);
    const { norm, ...state } = apply(params, gradients, moments, scalars);
    return { ...state, packed: np.concatenate([norm, value.reshape([1]), aux]) };
  });
  const addGradients = jit((params: Parameters, frozen: Parameters, sums: Parameters, batch: Batch) => {
    const [[value, aux], gradients] = differentiate(params, frozen, batch);
    const added = Object.entries(gradients).map(([name, g]) => [name, (sums[name] as np.Array).add(g)]);
    return { sums: Object.fromEntries(added) as Parameters, packed: np.concatenate([value.reshape([1]), aux]) };
  });
  const applyMean = jit(
    (params: Parameters, sums: Parameters, moments: Moments, scalars: np.Array, share: np.Array) => {
      const mean = tree.map((sum: np.Array) => sum.mul(share.ref), sums) as Parameters;
      share.dispose();
      return apply(params, mean, moments, scalars);
    },
  );

  return {
    async run({ params, moments }, frozen, batches, learningRate, t) {
      const scalars = stepScalars(settings, learningRate, t);
      const [only] = batches;
      if (only && batches.length === 1) {
        const { packed, ...state } = fused(params, tree.ref(frozen), moments, only, scalars) as unknown as Packed;
        const [gradNorm, loss, ...metrics] = [...(await packed.data())] as [number, number, ...number[]];
        return { state, loss, gradNorm, metrics };
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
      const [gradNorm] = (await norm.data()) as unknown as [number];
      const [loss, ...metrics] = totals as [number, ...number[]];
      return { state, loss, gradNorm, metrics };
    },
    dispose() {
      for (const program of [fused, addGradients, applyMean]) program.dispose();
    },
  };
}

type Packed = TrainState & { packed: np.Array };
type Accumulated = { sums: Parameters; packed: np.Array };
type Applied = TrainState & { norm: np.Array };
