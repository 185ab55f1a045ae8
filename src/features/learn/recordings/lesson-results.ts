import results from "./results.json" with { type: "json" };

/** A figure with its 95 % interval over seeds and problems. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** One variant of training with one of its figures. */
export interface LessonRow {
  variant: string;
  /** The figure by seed; a seed gives every variant the same pairs in the same order. */
  bySeed: number[];
  mean: Interval;
  /** Difference to GRM, paired by seed and by problem; null for GRM itself. */
  toReference: Interval | null;
  /** Difference to ICRM at the same ρ, paired by seed and by problem; null if it was not computed. */
  toIcrm: Interval | null;
}

/** Reward models trained on the same pairs and with the same trainable weights. */
export interface LessonCell {
  id: string;
  /** The cell in words, such as "with 128 pairs, clean, head alone". */
  name: string;
  figures: Record<string, LessonRow[]>;
}

/** Policies tuned by DPO with one learning rate, on pairs of several choosers. */
export interface LessonTuned {
  id: string;
  cue: string;
  learningRate: number;
  /** Gains over the base policy; `gold` is the share of right answers at temperature 1. */
  rows: { chooser: string; name: string; reward: Interval | null; gold: Interval | null; kl: Interval | null }[];
}

export interface LessonResults {
  /** The command that made the results. */
  command: string;
  seeds: number;
  metrics: { id: string; name: string; unit: "share" | "number" }[];
  variants: Record<string, { name: string; about: string }>;
  cells: LessonCell[];
  tuned: LessonTuned[];
}

/** Results of `icrm reproduce`, extracted by `scripts/recordings/lessons.ts`. */
export const lessonResults = results as LessonResults;
