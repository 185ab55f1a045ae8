import { valuesAtSteps } from "./known-value.ts";
import type { KnownValue, LabelledTrajectory } from "./trajectory.ts";
import { type ValueEdge, valueEdges } from "./value-edges.ts";

type Edges = ValueEdge<KnownValue>[];
type Probabilities = readonly number[] | null;

/** The probabilities that belong to the values: the class's if the values are exact, else the generator's. */
export function truthQ({ classQ, q }: Pick<LabelledTrajectory, "classQ" | "q">): Probabilities {
  return classQ ?? q;
}

/**
 * The edges from step end to step end, beginning at the prompt, between known values.
 * @param q generation probability of every response token, which gives the bound; if null, there are no edges
 */
export function trueStepEdges(trajectory: LabelledTrajectory, q: Probabilities): Edges {
  return q ? valueEdges(valuesAtSteps(trajectory), q) : [];
}

/** The edges from token to token, if the value is known after every token; they end with the known values. */
export function tokenEdges({ values }: LabelledTrajectory, q: Probabilities): Edges {
  const atEveryToken = values.every(({ position }, i) => position === i - 1);
  return q && atEveryToken ? valueEdges(values, q) : [];
}
