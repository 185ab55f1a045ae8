import type { Resampled } from "../../engine/statistics/bootstrap.ts";
import { type Range, SHARE, SIGNED } from "../../engine/statistics/range.ts";

/** A column of the results. */
export interface ResultMetric<Id extends string = string> {
  id: Id;
  name: string;
  unit: "share" | "number";
  /** Bounds of the metric's values and intervals; null if there are none. */
  range: Range | null;
}

/** Metrics of a reward model. */
export const rewardMetrics = [
  { id: "accuracy", name: "pairs", unit: "share", range: SHARE },
  { id: "accuracyOut", name: "pairs, out of distribution", unit: "share", range: SHARE },
  { id: "accuracyReversed", name: "pairs, cue reversed", unit: "share", range: SHARE },
  { id: "bestOf4", name: "best of 4", unit: "share", range: SHARE },
  { id: "bestOf16", name: "best of 16", unit: "share", range: SHARE },
  { id: "firstErrorF1", name: "first-error F1", unit: "share", range: SHARE },
  { id: "firstErrorF1Out", name: "first-error F1, out of distribution", unit: "share", range: SHARE },
  { id: "stepAuroc", name: "step AUROC", unit: "number", range: SHARE },
  { id: "largestDrop", name: "largest drop", unit: "share", range: SHARE },
  { id: "valueTokens", name: "ρ with V*, tokens", unit: "number", range: SIGNED },
  { id: "valueEnds", name: "ρ with V*, step ends", unit: "number", range: SIGNED },
  { id: "beyondBound", name: "edges beyond 1 − q", unit: "share", range: SHARE },
  { id: "beyondBoundEnds", name: "the same between step ends", unit: "share", range: SHARE },
] as const satisfies readonly ResultMetric[];

/** Metrics of a policy tuned to a reward model. Gains are over the policy it started from, on the same problems. */
export const policyMetrics = [
  { id: "agreement", name: "pairs the verifier agrees with", unit: "share", range: SHARE },
  { id: "goldGreedy", name: "right, greedy", unit: "share", range: SHARE },
  { id: "greedyGain", name: "gain, greedy", unit: "share", range: SIGNED },
  { id: "goldSampled", name: "right, temperature 1", unit: "share", range: SHARE },
  { id: "sampledGain", name: "gain, temperature 1", unit: "share", range: SIGNED },
  { id: "rewardGain", name: "gain in reward", unit: "number", range: null },
  { id: "kl", name: "KL, nats", unit: "number", range: null },
  { id: "length", name: "tokens", unit: "number", range: null },
] as const satisfies readonly ResultMetric[];

export type RewardMetricId = (typeof rewardMetrics)[number]["id"];
export type PolicyMetricId = (typeof policyMetrics)[number]["id"];

/** The figures of one model or baseline with resamples over problems; null if a figure is missing. */
export type ResampledFigures<Id extends string> = Record<Id, Resampled | null>;

/** The figures without resamples. */
export type FigureValues<Id extends string> = Record<Id, number | null>;

export function valuesOf<Id extends string>(figures: ResampledFigures<Id>): FigureValues<Id> {
  const entries = Object.entries<Resampled | null>(figures).map(([id, figure]) => [id, figure?.value ?? null]);
  return Object.fromEntries(entries) as FigureValues<Id>;
}

export function byMetric<Id extends string, T>(
  metrics: readonly ResultMetric<Id>[],
  of: (metric: ResultMetric<Id>) => T,
): Record<Id, T> {
  return Object.fromEntries(metrics.map((metric) => [metric.id, of(metric)])) as Record<Id, T>;
}
