import type { LabelledTrajectory } from "./trajectory.ts";
import type { ValueEstimate } from "./values.ts";

/** V\* at a prefix under the class of students: a sum over its students, without sampling error. */
export interface ExactValue {
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  value: number;
}

/** What is known of the value at a prefix. */
export type KnownValue = ValueEstimate | ExactValue;

export function isExact(known: KnownValue): known is ExactValue {
  return "value" in known;
}

/** V\*, or V̂ where it was measured. */
export function knownValue(known: KnownValue): number {
  return isExact(known) ? known.value : known.successes / known.rollouts;
}

/** How the values of some trajectories are known; null where none are. They are never of both kinds. */
export type ValueKind = "exact" | "measured";

export function valueKindOf(trajectories: readonly Pick<LabelledTrajectory, "values">[]): ValueKind | null {
  const first = trajectories.find(({ values }) => values.length > 0)?.values[0];
  return first ? (isExact(first) ? "exact" : "measured") : null;
}

/** The symbol of a value that is known so. */
export const VALUE_SYMBOLS: Record<ValueKind, string> = { exact: "V*", measured: "V̂" };

/** Those values of a trajectory that stand at the end of its prompt or of a step. */
export function valuesAtSteps({ values, stepEnds }: Pick<LabelledTrajectory, "values" | "stepEnds">): KnownValue[] {
  const ends = new Set([-1, ...stepEnds]);
  return values.filter(({ position }) => ends.has(position));
}
