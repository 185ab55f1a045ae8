import curves from "./best-of-n.json" with { type: "json" };
import type { Interval } from "./lesson-results.ts";

/** By judge, one point for every N. */
export type LessonCurves = {
  id: string;
  name: string;
  /** Share of right answers among the picks. */
  gold: Interval[];
  /** Mean reward of the picks in the judge's own eyes; null where it is no reward model. */
  proxy: Interval[] | null;
}[];

export interface LessonBestOfN {
  /** Responses to every problem, from which every figure is an unbiased estimate. */
  samples: number;
  problems: number;
  n: number[];
  /** Problems like those of the training pairs, and others. */
  in: LessonCurves;
  out: LessonCurves;
}

/** Recorded by `scripts/recordings/lessons.ts`. */
export const lessonBestOfN = curves as LessonBestOfN;
