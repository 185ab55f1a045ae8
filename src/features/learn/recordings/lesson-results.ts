import results from "./results.json" with { type: "json" };

/** A figure with its 95 % interval over seeds and problems. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** One way to train, judged by one figure. */
export interface LessonRow {
  variant: string;
  /** One a seed; the same seed is the same pairs in the same order, for every variant. */
  bySeed: number[];
  mean: Interval;
  /** How much higher it is than GRM, paired by seed and by problem; null for GRM itself. */
  toReference: Interval | null;
  /** The same to ICRM at the same ρ; null where that was not asked. */
  toIcrm: Interval | null;
}

/** Reward models that were trained on the same pairs, with the same weights trained. */
export interface LessonCell {
  id: string;
  /** Such as "with 128 pairs, clean, head alone". */
  name: string;
  figures: Record<string, LessonRow[]>;
}

/** Policies tuned by DPO on pairs that somebody chose, with one learning rate. */
export interface LessonTuned {
  id: string;
  cue: string;
  learningRate: number;
  /** Gains over the policy as it was; `gold` is the share of right answers at temperature 1. */
  rows: { chooser: string; name: string; reward: Interval | null; gold: Interval | null; kl: Interval | null }[];
}

export interface LessonResults {
  /** What made them. */
  command: string;
  seeds: number;
  metrics: { id: string; name: string; unit: "share" | "number" }[];
  variants: Record<string, { name: string; about: string }>;
  cells: LessonCell[];
  tuned: LessonTuned[];
}

/** What `icrm reproduce` found, as `scripts/recordings/lessons.ts` takes it from its results. */
export const lessonResults = results as LessonResults;
