import { allMisconceptions, type Misconception, misconceptions } from "./misconceptions.ts";
import type { Verdict } from "./world.ts";

/** What is wrong with an answer: a misconception, or something that none of them explains. */
export type Mistake = Misconception | "unknown";

/** In the order in which they are shown. */
export const allMistakes: readonly Mistake[] = [...allMisconceptions, "unknown"];

/** The mistake that a verdict finds; null where nothing is wrong, or nobody knows: the response answers no known problem. */
export function mistakeOf({ correct, firstWrongStep, misconception }: Verdict): Mistake | null {
  if (correct === null || (correct && firstWrongStep < 0)) return null;
  return misconception ?? "unknown";
}

/** For a label. */
export function mistakeTitle(mistake: Mistake): string {
  return mistake === "unknown" ? "no known mistake" : misconceptions[mistake].title;
}
