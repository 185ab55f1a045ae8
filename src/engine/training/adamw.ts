import { numpy as np, tree } from "@jax-js/jax";
import type { Parameters } from "../decoder/parameters.ts";
import { asFactor } from "../decoder/population.ts";
import { factor, type PerRun } from "../losses/per-run.ts";

/** Settings of AdamW (Loshchilov & Hutter 2019); the defaults are PyTorch's. */
export interface AdamWSettings {
  beta1: number;
  beta2: number;
  /** Added after the bias-corrected square root. */
  epsilon: number;
  /** Decoupled weight decay; only matrices decay, never norms and biases. */
  weightDecay: PerRun;
}

export const ADAMW_DEFAULTS: AdamWSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

/** First and second moments, an array of the parameter's shape for each parameter. */
export type Moments = {
  first: Parameters;
  second: Parameters;
};

/** Moments of 0 for parameters, which are borrowed; the caller owns the result. */
export function zeroMoments(params: Parameters): Moments {
  return { first: zerosOf(params), second: zerosOf(params) };
}

/**
 * The numbers that change from step to step, `[3]`: learning rate, `1 − β₁ᵗ`, `1 − β₂ᵗ` with t counted from 1. For a
 * population, given by a list of learning rates, `[3, R]`. The caller owns the result.
 */
export function stepScalars({ beta1, beta2 }: AdamWSettings, learningRate: PerRun, t: number): np.Array {
  const corrections = [1 - beta1 ** t, 1 - beta2 ** t];
  if (typeof learningRate === "number") return np.array(new Float32Array([learningRate, ...corrections]));
  return np.array([[...learningRate], ...corrections.map((value) => learningRate.map(() => value))]);
}

/**
 * One AdamW update of all parameters; gradients and moments have their shapes, and `scalars` that of `stepScalars`. Consumes all
 * arrays; written to be traced under jit.
 */
export function adamW(
  settings: AdamWSettings,
  params: Parameters,
  gradients: Parameters,
  moments: Moments,
  scalars: np.Array,
): { params: Parameters; moments: Moments } {
  const updated: { params: Parameters; moments: Moments } = { params: {}, moments: { first: {}, second: {} } };

  for (const name of Object.keys(params)) {
    const g = gradients[name] as np.Array;
    const m = firstMoment(settings, moments.first[name] as np.Array, g.ref);
    const v = secondMoment(settings, moments.second[name] as np.Array, g);
    updated.params[name] = descend(settings, params[name] as np.Array, m.ref, v.ref, scalars.ref);
    updated.moments.first[name] = m;
    updated.moments.second[name] = v;
  }
  scalars.dispose();
  return updated;
}

/** `m ← β₁·m + (1 − β₁)·g`, arrays of the parameter's shape. Consumes both. */
export function firstMoment({ beta1 }: AdamWSettings, m: np.Array, g: np.Array): np.Array {
  return m.mul(beta1).add(g.mul(1 - beta1));
}

/** `v ← β₂·v + (1 − β₂)·g²`, arrays of the parameter's shape. Consumes both. */
export function secondMoment({ beta2 }: AdamWSettings, v: np.Array, g: np.Array): np.Array {
  return v.mul(beta2).add(np.square(g).mul(1 - beta2));
}

/**
 * `p ← p − η·(m̂ / (√v̂ + ε) + λ·p)` with bias-corrected moments; p, m and v have the parameter's shape. Consumes all
 * arrays.
 *
 * @param scalars the result of `stepScalars`
 */
export function descend(
  { epsilon, weightDecay }: AdamWSettings,
  p: np.Array,
  m: np.Array,
  v: np.Array,
  scalars: np.Array,
): np.Array {
  const [rate, correction1, correction2] = [0, 1, 2].map((i) => asFactor(scalars.ref.slice(i), p.ndim)) as Three;
  const runAxes = scalars.ndim - 1;
  scalars.dispose();
  const direction = m.div(correction1).div(np.sqrt(v.div(correction2)).add(epsilon));
  const isMatrix = p.ndim - runAxes > 1;
  const decays = isMatrix && weightDecay !== 0;
  const decayed = decays ? p.ref.mul(factor(weightDecay, p.ndim)).add(direction) : direction;
  return p.sub(rate.mul(decayed));
}

type Three = [np.Array, np.Array, np.Array];

/**
 * The global L2 norm over all gradients, `[]`, or for a population the norm of each run, `[R]`. Borrows the gradients.
 */
export function globalNorm(gradients: Parameters, runs: number | null = null): np.Array {
  const total = (x: np.Array) => (runs === null ? np.sum(x) : np.sum(x.reshape([runs, -1]), -1));
  const squares = Object.values(gradients).map((g) => total(np.square(g.ref)));
  return np.sqrt(np.sum(np.stack(squares), 0));
}

/**
 * Scales gradients so that their global norm is at most `maxNorm`. Consumes the gradients, borrows the norm `[]` or
 * `[R]`.
 */
export function clipByGlobalNorm(gradients: Parameters, norm: np.Array, maxNorm: PerRun): Parameters {
  const scale = clipScale(norm.ref, maxNorm);
  const clipped = tree.map((g: np.Array) => g.mul(asFactor(scale.ref, g.ndim)), gradients) as Parameters;
  scale.dispose();
  return clipped;
}

/**
 * The factor, `[]` or `[R]`, by which gradients of this global norm are scaled to a norm of at most `maxNorm`. Consumes
 * the norm.
 */
export function clipScale(norm: np.Array, maxNorm: PerRun): np.Array {
  return np.minimum(1, np.reciprocal(norm.add(1e-6)).mul(factor(maxNorm, 1)));
}

function zerosOf(params: Parameters): Parameters {
  return tree.map((p: np.Array) => np.zeros(p.shape), params) as Parameters;
}
