import { misconceptions } from "../engine/world/misconceptions.ts";
import type { Judgement } from "../worker/records.ts";

/** What is wrong with a response to a problem whose answer is known. */
export interface Mistake {
  /** Place of the first wrong step. */
  step: number;
  /** Short, for a label. */
  title: string;
  /** What a student does who makes it; null where no misconception that is known explains it. */
  habit: string | null;
}

/** The first mistake of a response, by name; null where there is none, or nobody knows what is right. */
export function mistakeOf({ correct, firstWrongStep, misconception }: Judgement): Mistake | null {
  if (correct === null || firstWrongStep < 0) return null;
  const named = misconception && misconceptions[misconception];
  return {
    step: firstWrongStep,
    title: named?.title ?? "no misconception that is known",
    habit: named?.habit ?? null,
  };
}

/** "adds groups: adds where groups have to be multiplied" */
export function mistakeText({ title, habit }: Mistake): string {
  return habit === null ? title : `${title}: ${habit}`;
}
