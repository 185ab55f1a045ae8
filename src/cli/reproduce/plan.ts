import { type EdgeScore, type EdgeWeight, edgeName } from "../../engine/losses/edge-kinds.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";

/** What is compared: a method or a control of it. */
export interface Variant {
  id: string;
  name: string;
  about: string;
  config: Partial<RewardModelConfig>;
}

export const REFERENCE = "grm";

export const variants: readonly Variant[] = [
  { id: "bt", name: "BT", about: "Bradley–Terry alone", config: { method: "bt" } },
  { id: REFERENCE, name: "GRM", about: "with text generation, ρ = 0", config: { method: "grm" } },
  { id: "icrm", name: "ICRM", about: "with consistency as well, ρ = 0.1", config: { method: "icrm" } },
  edges("uniform", "mutual", "uniform", "every edge weighs the mean of q"),
  edges("shuffled", "mutual", "shuffled", "q permuted within each response"),
  edges("difference", "difference", "generation", "squared difference of neighbouring rewards, weighed by q"),
  edges("difference-uniform", "difference", "uniform", "the same without generation probabilities"),
  { id: "prm", name: "PRM", about: "process supervision by the verifier's step labels", config: { method: "prm" } },
  {
    id: "prm_icrm",
    name: "PRM + ICRM",
    about: "process supervision with consistency, ρ = 0.1",
    config: { method: "prm_icrm" },
  },
];

/** An ablation of ICRM, named by its edge score and its edge weight. */
function edges(id: string, edgeScore: EdgeScore, edgeWeight: EdgeWeight, about: string): Variant {
  const config = { method: "icrm", edgeScore, edgeWeight } as const;
  return { id, name: edgeName(config), about: `control: ${about}`, config };
}

/** How much is computed. */
export interface Plan {
  /** Training pairs. */
  sizes: readonly number[];
  /** Each decides the subset of pairs, their order and the head: the same for all variants. */
  seeds: readonly number[];
  /** Tried once each, for every variant alike, and chosen by accuracy on validation pairs. */
  learningRates: readonly number[];
  /** Of the trials; none of `seeds`. */
  trialSeed: number;
  /** Optimiser steps of every training: pairs come again as often as that takes, so that sizes differ in nothing else. */
  steps: number;
  /** Pairs judged: of validation, test and out of distribution. */
  judgedPairs: { validation: number; test: number; outOfDistribution: number };
  /** Test problems whose samples reward models choose from. */
  bestOfProblems: number;
  alignment: AlignmentPlan;
}

/** Policies tuned on what reward models prefer. */
export interface AlignmentPlan {
  /** Training pairs of the reward models. */
  size: number;
  /** Each decides prompts, samples and order, and which seed's reward models choose the pairs. */
  seeds: readonly number[];
  learningRates: readonly number[];
  prompts: number;
  /** Samples a prompt. */
  samples: number;
  /** Problems judged: trials on the first, results on the second. */
  validationProblems: number;
  testProblems: number;
}

export const fullPlan: Plan = {
  sizes: [256, 1024],
  seeds: [0, 1, 2, 3, 4],
  learningRates: [1e-3, 2e-3],
  trialSeed: 1000,
  steps: 128,
  judgedPairs: { validation: 256, test: 256, outOfDistribution: 128 },
  bestOfProblems: 100,
  alignment: {
    size: 1024,
    seeds: [0, 1, 2],
    learningRates: [3e-5, 1e-4],
    prompts: 200,
    samples: 8,
    validationProblems: 50,
    testProblems: 100,
  },
};

/** The same path in minutes; its figures mean nothing. */
export const quickPlan: Plan = {
  sizes: [16],
  seeds: [0, 1],
  learningRates: [1e-3],
  trialSeed: 1000,
  steps: 2,
  judgedPairs: { validation: 16, test: 16, outOfDistribution: 16 },
  bestOfProblems: 4,
  alignment: {
    size: 16,
    seeds: [0, 1],
    learningRates: [1e-4],
    prompts: 8,
    samples: 4,
    validationProblems: 2,
    testProblems: 4,
  },
};

/** One training: a variant on a subset of the pairs. */
export interface Training {
  variant: string;
  size: number;
  seed: number;
  learningRate: number;
}

export function trainingName({ variant, size, seed, learningRate }: Training): string {
  return `${size}-${variant}-seed${seed}-lr${learningRate}`;
}

/** The trials of every variant, on the smallest data; none where there is nothing to choose. */
export function trials({ learningRates, trialSeed, sizes }: Plan): Training[] {
  const size = Math.min(...sizes);
  if (learningRates.length === 1) return [];
  return variants.flatMap(({ id }) =>
    learningRates.map((learningRate) => ({ variant: id, size, seed: trialSeed, learningRate })),
  );
}

/** Whoever chooses the pairs a policy is tuned on: the paper's three, and the verifier as the best there can be. */
export const VERIFIER = "verifier";
export const choosers = ["bt", REFERENCE, "icrm", VERIFIER] as const;

/** One policy: tuned on what a chooser prefers among the samples of a seed. */
export interface Alignment {
  chooser: string;
  /** The reward model that chooses or, for the verifier, merely judges beside it. */
  reward: Training;
  seed: number;
  learningRate: number;
}

export function alignmentName({ chooser, seed, learningRate }: Alignment): string {
  return `policy-${chooser}-seed${seed}-lr${learningRate}`;
}

/** A file of the playground's own data. */
export function embeddedData(name: string): string {
  return `public/data/${name}.jsonl.gz`;
}
