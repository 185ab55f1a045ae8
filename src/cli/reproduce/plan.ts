import { type Condition, type Cue, conditionOf, type TestSet } from "./conditions.ts";
import type { Dial } from "./dials.ts";
import { ICRM, PRM, PRM_ICRM, REFERENCE, UNIFORM, variants } from "./variants.ts";

/** The weights that are trained: the head alone, or the head and the upper layers. */
export type TunedPart = "head" | "top";

/** Cells with the same variants. */
export interface Grid {
  tuning: TunedPart;
  cues: readonly Cue[];
  /** Numbers of training pairs. */
  sizes: readonly number[];
  variants: readonly string[];
}

/** Reward models that are compared with one another: trained on the same pairs, with the same trainable weights. */
export interface GridCell {
  tuning: TunedPart;
  cue: Cue;
  size: number;
  variants: readonly string[];
}

export interface TuningPlan {
  /** Optimiser steps of every training; pairs are repeated as often as needed, so that sizes differ in nothing else. */
  steps: number;
  /** Learning rates that are tried once each, for every variant; accuracy on validation pairs chooses among them. */
  learningRates: readonly number[];
}

/** How much is computed. */
export interface Plan {
  grids: readonly Grid[];
  /** Number of upper layers that are trained, unless the head alone is. */
  trainableLayers: number;
  tunings: Record<TunedPart, TuningPlan>;
  /** Every seed decides the subset of pairs, their order and the head, the same for all variants. */
  seeds: readonly number[];
  /** Seed of the trials; not one of `seeds`. */
  trialSeed: number;
  /** Number of training pairs of the trials. */
  trialSize: number;
  /** Number of pairs that subsets are drawn from. */
  pool: number;
  /** Number of judged pairs. */
  judgedPairs: Record<"validation" | TestSet, number>;
  /** Number of test problems for best-of-16. */
  bestOfProblems: number;
  law: LawPlan;
  alignment: ReproducedAlignmentPlan;
  /** Number of resamples of the problems for every interval. */
  resamples: number;
}

export interface LawPlan {
  /** Number of training pairs on all dials but that of the pairs. */
  size: number;
  values: Record<Dial, readonly number[]>;
}

/** How policies are tuned to reward models. */
export interface ReproducedAlignmentPlan {
  tuning: TunedPart;
  cues: readonly Cue[];
  /** Number of training pairs of the reward models. */
  size: number;
  /** Every seed decides prompts, samples and order, and selects the reward models of the same seed. */
  seeds: readonly number[];
  /** Learning rates, all of which are reported; a larger one moves the policy further. */
  learningRates: readonly number[];
  prompts: number;
  /** Samples per prompt. */
  samples: number;
  /** Number of judged test problems. */
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

/** A plan that takes a minute or two; its figures mean nothing. */
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

/** All cells, by tuning and condition: what a process computes in a row then shares its data and frozen states. */
export function cellsOf({ grids }: Pick<Plan, "grids">): GridCell[] {
  return grids.flatMap(({ tuning, cues, sizes, variants }) =>
    cues.flatMap((cue) => sizes.map((size) => ({ tuning, cue, size, variants }))),
  );
}

/** One training: a variant on a subset of a condition's pairs. */
export interface Training {
  tuning: TunedPart;
  condition: Condition;
  variant: string;
  size: number;
  seed: number;
  learningRate: number;
}

export function trainingName({ tuning, condition, variant, size, seed, learningRate }: Training): string {
  return `${tuning}-${condition.id}-${size}-${variant}-seed${seed}-lr${learningRate}`;
}

/** The trials of every variant, condition by condition; none if there is a single learning rate. */
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

/** The trainings of a cell, seed by seed. @param rateOf the learning rate chosen for a variant */
export function cellTrainings(
  { tuning, cue, size, variants }: GridCell,
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

/**
 * The choosers of the pairs that policies are tuned on: reward models, and the verifier as the best possible chooser.
 */
export const VERIFIER = "verifier";
export const choosers = [REFERENCE, ICRM, PRM, VERIFIER] as const;

/** Whether a policy is tuned to the reward model of this training. */
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

/** A policy that is tuned on a chooser's pairs from the samples of a seed. */
export interface ReproducedAlignment {
  chooser: string;
  cue: Cue;
  /** The training of the reward model that chooses or, if the verifier chooses, only judges. */
  reward: Training;
  seed: number;
  learningRate: number;
}

export function alignmentName({ chooser, cue, seed, learningRate }: ReproducedAlignment): string {
  return `policy-${cue}-${chooser}-seed${seed}-lr${learningRate}`;
}
