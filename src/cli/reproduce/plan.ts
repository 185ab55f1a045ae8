import { type Condition, type Cue, conditionOf, type TestSet } from "./conditions.ts";
import type { Dial } from "./law.ts";
import { ICRM, PRM, PRM_ICRM, REFERENCE, UNIFORM, variants } from "./variants.ts";

/** What a training changes: the head alone, or the upper layers with it. */
export type Tuning = "head" | "top";

/** Cells that are computed for the same variants. */
export interface Grid {
  tuning: Tuning;
  cues: readonly Cue[];
  /** Training pairs. */
  sizes: readonly number[];
  variants: readonly string[];
}

/** Reward models that are compared with one another: of the same pairs, with the same weights trained. */
export interface Cell {
  tuning: Tuning;
  cue: Cue;
  size: number;
  variants: readonly string[];
}

export interface TuningPlan {
  /** Optimiser steps of every training: pairs come again as often as that takes, so that sizes differ in nothing else. */
  steps: number;
  /** Tried once each, for every variant alike, and chosen by accuracy on validation pairs. */
  learningRates: readonly number[];
}

/** How much is computed. */
export interface Plan {
  grids: readonly Grid[];
  /** Upper layers that are trained where not the head alone is. */
  trainableLayers: number;
  tunings: Record<Tuning, TuningPlan>;
  /** Each decides the subset of pairs, their order and the head: the same for all variants. */
  seeds: readonly number[];
  /** Of the trials; none of `seeds`. */
  trialSeed: number;
  /** Training pairs of the trials. */
  trialSize: number;
  /** Pairs that subsets are drawn from. */
  pool: number;
  /** Pairs judged. */
  judgedPairs: Record<"validation" | TestSet, number>;
  /** Test problems whose samples reward models choose from. */
  bestOfProblems: number;
  law: LawPlan;
  alignment: AlignmentPlan;
  /** Resamples of the problems, for every interval. */
  resamples: number;
}

export interface LawPlan {
  /** Training pairs, where it is another dial that is turned. */
  size: number;
  values: Record<Dial, readonly number[]>;
}

/** Policies tuned on what reward models prefer. */
export interface AlignmentPlan {
  tuning: Tuning;
  cues: readonly Cue[];
  /** Training pairs of the reward models. */
  size: number;
  /** Each decides prompts, samples and order, and which seed's reward models choose the pairs. */
  seeds: readonly number[];
  /** Every one of them is reported: the larger, the harder the policy is pushed. */
  learningRates: readonly number[];
  prompts: number;
  /** Samples a prompt. */
  samples: number;
  /** Test problems judged. */
  testProblems: number;
}

const everyVariant = variants.map(({ id }) => id);

export const fullPlan: Plan = {
  grids: [
    { tuning: "head", cues: ["clean", "spurious"], sizes: [32, 128, 512], variants: everyVariant },
    { tuning: "top", cues: ["clean"], sizes: [128], variants: [REFERENCE, ICRM, UNIFORM, PRM, PRM_ICRM] },
    { tuning: "top", cues: ["spurious"], sizes: [128], variants: [REFERENCE, ICRM, UNIFORM, PRM] },
  ],
  trainableLayers: 3,
  tunings: {
    head: { steps: 120, learningRates: [3e-3, 1e-2, 3e-2] },
    top: { steps: 80, learningRates: [5e-4, 2e-3] },
  },
  seeds: [0, 1, 2, 3, 4],
  trialSeed: 1000,
  trialSize: 128,
  pool: 1024,
  judgedPairs: { validation: 128, in: 192, out: 96, reversed: 96 },
  bestOfProblems: 40,
  law: {
    size: 128,
    values: {
      pairs: [8, 32, 128, 512],
      cue: [0.5, 0.7, 0.85, 0.95],
      events: [2, 3, 4, 5],
      fillers: [0, 0.45, 0.9],
    },
  },
  alignment: {
    tuning: "head",
    cues: ["clean", "spurious"],
    size: 128,
    seeds: [0, 1, 2],
    learningRates: [5e-5, 3e-4],
    prompts: 80,
    samples: 8,
    testProblems: 40,
  },
  resamples: 400,
};

/** The same path in a minute or two; its figures mean nothing. */
export const quickPlan: Plan = {
  grids: [
    { tuning: "head", cues: ["spurious"], sizes: [8], variants: [REFERENCE, ICRM, UNIFORM, PRM, PRM_ICRM] },
    { tuning: "top", cues: ["spurious"], sizes: [8], variants: [REFERENCE] },
  ],
  trainableLayers: 1,
  tunings: { head: { steps: 2, learningRates: [1e-2] }, top: { steps: 1, learningRates: [1e-3] } },
  seeds: [0, 1],
  trialSeed: 1000,
  trialSize: 8,
  pool: 16,
  judgedPairs: { validation: 8, in: 8, out: 4, reversed: 4 },
  bestOfProblems: 2,
  law: { size: 8, values: { pairs: [], cue: [0.95], events: [], fillers: [0.6] } },
  alignment: {
    tuning: "head",
    cues: ["spurious"],
    size: 8,
    seeds: [0],
    learningRates: [1e-4],
    prompts: 2,
    samples: 4,
    testProblems: 2,
  },
  resamples: 50,
};

/** Tuning by tuning and condition by condition: what one process computes in a row shares its data and its frozen states. */
export function cellsOf({ grids }: Pick<Plan, "grids">): Cell[] {
  return grids.flatMap(({ tuning, cues, sizes, variants }) =>
    cues.flatMap((cue) => sizes.map((size) => ({ tuning, cue, size, variants }))),
  );
}

/** One training: a variant on a subset of a condition's pairs. */
export interface Training {
  tuning: Tuning;
  condition: Condition;
  variant: string;
  size: number;
  seed: number;
  learningRate: number;
}

export function trainingName({ tuning, condition, variant, size, seed, learningRate }: Training): string {
  return `${tuning}-${condition.id}-${size}-${variant}-seed${seed}-lr${learningRate}`;
}

/** The trials of every variant of a grid, condition by condition; none where there is nothing to choose. */
export function trials({ grids, tunings, trialSeed, trialSize }: Plan): Training[] {
  return grids.flatMap(({ tuning, cues, variants }) => {
    const { learningRates } = tunings[tuning];
    if (learningRates.length === 1) return [];
    return cues.flatMap((cue) =>
      variants.flatMap((variant) =>
        learningRates.map((learningRate) => ({
          tuning,
          condition: conditionOf(cue),
          variant,
          size: trialSize,
          seed: trialSeed,
          learningRate,
        })),
      ),
    );
  });
}

/** The trainings of a cell, seed by seed. @param rateOf the learning rate that was chosen for a variant */
export function cellTrainings(
  { tuning, cue, size, variants }: Cell,
  seeds: readonly number[],
  rateOf: (variant: string) => number,
): Training[] {
  return seeds.flatMap((seed) =>
    variants.map((variant) => ({
      tuning,
      condition: conditionOf(cue),
      variant,
      size,
      seed,
      learningRate: rateOf(variant),
    })),
  );
}

/** Whoever chooses the pairs a policy is tuned on: reward models, and the verifier as the best there can be. */
export const VERIFIER = "verifier";
export const choosers = [REFERENCE, ICRM, PRM, VERIFIER] as const;

/** Whether policies are tuned on what this reward model prefers. */
export function isAlignedOn({ alignment }: Plan, { tuning, condition, variant, size, seed }: Training): boolean {
  const { cues, seeds } = alignment;
  return (
    tuning === alignment.tuning &&
    size === alignment.size &&
    seeds.includes(seed) &&
    cues.some((cue) => conditionOf(cue).id === condition.id) &&
    choosers.some((chooser) => chooser === variant)
  );
}

/** One policy: tuned on what a chooser prefers among the samples of a seed. */
export interface Alignment {
  chooser: string;
  cue: Cue;
  /** The reward model that chooses or, for the verifier, merely judges beside it. */
  reward: Training;
  seed: number;
  learningRate: number;
}

export function alignmentName({ chooser, cue, seed, learningRate }: Alignment): string {
  return `policy-${cue}-${chooser}-seed${seed}-lr${learningRate}`;
}
