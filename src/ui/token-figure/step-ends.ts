import type { FigureTrajectory } from "./model.ts";

/**
 * The columns of a main line: the end of the prompt, of every step, and the last token, at which the outcome is judged.
 * All columns if no steps are known, as while tokens arrive.
 */
export function stepEnds({ steps, tokens }: Pick<FigureTrajectory, "steps" | "tokens">): number[] {
  if (steps.length === 0) return Array.from({ length: tokens.length + 1 }, (_, column) => column);
  return [...new Set([0, ...steps.map(({ to }) => to), tokens.length])];
}
