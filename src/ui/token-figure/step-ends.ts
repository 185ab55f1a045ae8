import type { FigureTrajectory } from "./model.ts";

/**
 * The columns that a main line joins: the end of the prompt, of every step, and the last token, which is where the outcome
 * is judged. Where no steps are known, as while tokens arrive, all columns.
 */
export function stepEnds({ steps, tokens }: Pick<FigureTrajectory, "steps" | "tokens">): number[] {
  if (steps.length === 0) return Array.from({ length: tokens.length + 1 }, (_, column) => column);
  return [...new Set([0, ...steps.map(({ to }) => to), tokens.length])];
}
