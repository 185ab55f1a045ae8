import { msg } from "../../i18n/msg.ts";
import { allMisconceptions, type Misconception, misconceptions } from "./misconceptions.ts";
import type { Verdict } from "./world.ts";

/** What is wrong with an answer: a misconception, or a mistake that no misconception explains. */
export type Mistake = Misconception | "unknown";

/** All mistakes in the order in which they are shown. */
export const allMistakes: readonly Mistake[] = [...allMisconceptions, "unknown"];

/** The mistake in a verdict; null if the response is right, or if it answers no known problem. */
export function mistakeOf({ correct, firstWrongStep, misconception }: Verdict): Mistake | null {
  if (correct === null || (correct && firstWrongStep < 0)) return null;
  return misconception ?? "unknown";
}

/** The name of a mistake in labels. */
export function mistakeTitle(mistake: Mistake): string {
  return mistake === "unknown" ? msg("no known mistake") : misconceptions[mistake].title;
}
