import { type KnownValue, valuesAtSteps } from "./known-value.ts";
import type { LabelledTrajectory } from "./trajectory.ts";
import { type ValueEdge, valueEdges } from "./value-edges.ts";

type Edges = ValueEdge<KnownValue>[];
type Probabilities = readonly number[] | null;

/** The probabilities of whom the values belong to: the class, where they are exact, or the generator. */
export function truthQ({ classQ, q }: Pick<LabelledTrajectory, "classQ" | "q">): Probabilities {
  return classQ ?? q;
}

/**
 * From the end of one step to that of the next, beginning with the prompt, as far as both values are known.
 * @param q generation probability of every response token, which gives the bound; without it there are no edges
 */
export function stepEdges(trajectory: LabelledTrajectory, q: Probabilities): Edges {
  return q ? valueEdges(valuesAtSteps(trajectory), q) : [];
}

/** The same by every token, where the value is known after each of them, as far as it is known at all. */
export function tokenEdges({ values }: LabelledTrajectory, q: Probabilities): Edges {
  const atEveryToken = values.every(({ position }, i) => position === i - 1);
  return q && atEveryToken ? valueEdges(values, q) : [];
}
