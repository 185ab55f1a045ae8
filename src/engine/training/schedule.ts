export interface Schedule {
  /** Peak learning rate. */
  learningRate: number;
  /** Total number of optimiser steps. */
  steps: number;
  /** Share of the steps that warm up linearly from 0. */
  warmupRatio: number;
  /** Share of the steps after the warm-up that stay at the peak before the cosine begins; left out, 0. */
  stableRatio?: number;
  /** The learning rate at the end of the cosine, as a share of the peak. */
  minLrRate: number;
}

/**
 * Learning rate at step 0 … steps − 1: linear warm-up, the peak for `stableRatio` of the remaining steps, then half a
 * cosine down to `minLrRate` of the peak (Transformers' `cosine`, or its `warmup_stable_decay` with a cosine).
 */
export function learningRateAt(schedule: Schedule, step: number): number {
  const { learningRate, steps, warmupRatio, stableRatio = 0, minLrRate } = schedule;
  const warmup = Math.round(steps * warmupRatio);
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  const decayStart = warmup + Math.round((steps - warmup) * stableRatio);
  const progress = Math.min(1, Math.max(0, step - decayStart) / Math.max(1, steps - decayStart));
  const cosine = (1 + Math.cos(Math.PI * progress)) / 2;
  return learningRate * (minLrRate + (1 - minLrRate) * cosine);
}
