import type { Assignment, Variations } from "../../../engine/sweep/space.ts";
import sweep from "./sweep.json" with { type: "json" };

/** A finished sweep of an ICRM reward model, its head alone trained. */
export interface LessonSweep {
  vary: Variations;
  seeds: number[];
  /** Training pairs and held-out pairs. */
  pairs: number;
  heldOut: number;
  steps: number;
  /** Held-out accuracy by seed, in the order of `seeds`. */
  configurations: { values: Assignment; bySeed: number[] }[];
}

/** Recorded by `scripts/recordings/lessons.ts`. */
export const lessonSweep = sweep as unknown as LessonSweep;
