import type { StepRewards } from "./steps.ts";

/**
 * Compares ê = argmax_t (v_{t−1} − v_t) with e. If several steps share the largest drop, both figures are means over
 * these steps.
 * @returns whether ê = e, and |ê − e|
 */
export function largestDrops({ start, steps, firstWrong }: StepRewards): { hit: number; distance: number } {
  const drops = steps.map((reward, step) => (steps[step - 1] ?? start) - reward);
  const largest = Math.max(...drops);
  const guesses = [...drops.keys()].filter((step) => drops[step] === largest);
  const distances = guesses.map((guess) => Math.abs(guess - firstWrong));
  return {
    hit: distances.filter((distance) => distance === 0).length / guesses.length,
    distance: distances.reduce((sum, distance) => sum + distance, 0) / guesses.length,
  };
}
