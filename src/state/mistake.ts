import { misconceptions } from "../engine/world/misconceptions.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";
import type { Judgement } from "../worker/records.ts";

/** What is wrong with a response to a problem with a known answer. */
export interface ShownMistake {
  /** Index of the first wrong step. */
  step: number;
  /** The mistake's name in labels. */
  title: string;
  /** What a student with the mistake does; null if no known misconception explains it. */
  habit: string | null;
}

/** The first mistake of a response; null if it has none, or the right answer is not known. */
export function shownMistake({ correct, firstWrongStep, misconception }: Judgement): ShownMistake | null {
  if (correct === null || firstWrongStep < 0) return null;
  const named = misconception && misconceptions[misconception];
  return {
    step: firstWrongStep,
    title: named?.title ?? msg("no misconception that is known"),
    habit: named?.habit ?? null,
  };
}

/** The mistake in words: "adds groups: adds where groups have to be multiplied" */
export function mistakeText({ title, habit }: ShownMistake): string {
  return habit === null ? translated(title) : `${translated(title)}: ${translated(habit)}`;
}
