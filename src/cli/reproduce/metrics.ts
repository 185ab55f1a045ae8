/** A column of the results. */
export interface ResultMetric<Id extends string = string> {
  id: Id;
  name: string;
  unit: "share" | "number";
}

/** Of a reward model. */
export const rewardMetrics = [
  { id: "accuracy", name: "held-out accuracy", unit: "share" },
  { id: "outOfDistribution", name: "accuracy out of distribution", unit: "share" },
  { id: "firstErrorF1", name: "first-error F1", unit: "share" },
  { id: "stepAuroc", name: "step AUROC", unit: "number" },
  { id: "valueCorrelation", name: "correlation with V*", unit: "number" },
  { id: "bestOf16", name: "best of 16", unit: "share" },
  { id: "mechanism", name: "correlation of q and δ", unit: "number" },
  { id: "beyondBound", name: "edges beyond 1 − q", unit: "share" },
] as const satisfies readonly ResultMetric[];

/** Of a policy tuned on what a reward model prefers. Gains are over the policy it started from, on the same problems. */
export const policyMetrics = [
  { id: "agreement", name: "pairs the verifier agrees with", unit: "share" },
  { id: "goldGreedy", name: "right, greedy", unit: "share" },
  { id: "greedyGain", name: "gain, greedy", unit: "share" },
  { id: "goldSampled", name: "right, temperature 1", unit: "share" },
  { id: "sampledGain", name: "gain, temperature 1", unit: "share" },
  { id: "rewardGain", name: "gain in reward", unit: "number" },
  { id: "kl", name: "KL, nats", unit: "number" },
  { id: "length", name: "tokens", unit: "number" },
] as const satisfies readonly ResultMetric[];

export type RewardMetricId = (typeof rewardMetrics)[number]["id"];
export type PolicyMetricId = (typeof policyMetrics)[number]["id"];

/** Of one model; null where the data have nothing to measure it by. */
export type Figures<Id extends string> = Record<Id, number | null>;
