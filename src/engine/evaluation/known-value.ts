import type { ExactValue, KnownValue, LabelledTrajectory } from "./trajectory.ts";

export function isExact(known: KnownValue): known is ExactValue {
  return "value" in known;
}

/** The value as a number: V\*, or V̂ if it was measured. */
export function knownValue(known: KnownValue): number {
  return isExact(known) ? known.value : known.successes / known.rollouts;
}

/**
 * Whether values are exact (V\*) or measured (V̂); null if there are none. The values of a file are all of one kind.
 */
export type ValueKind = "exact" | "measured";

export function valueKindOf(trajectories: readonly Pick<LabelledTrajectory, "values">[]): ValueKind | null {
  const first = trajectories.find(({ values }) => values.length > 0)?.values[0];
  return first ? (isExact(first) ? "exact" : "measured") : null;
}

/** The symbol of each kind of value. */
export const VALUE_SYMBOLS: Record<ValueKind, string> = { exact: "V*", measured: "V̂" };

/** The values of a trajectory at the end of its prompt and of its steps. */
export function valuesAtSteps({ values, stepEnds }: Pick<LabelledTrajectory, "values" | "stepEnds">): KnownValue[] {
  const ends = new Set([-1, ...stepEnds]);
  return values.filter(({ position }) => ends.has(position));
}
