import { numpy as np } from "@jax-js/jax";
import type { Batch } from "./objective.ts";

/**
 * What a loss needs to know of a batch of which it sees a part, so that the losses of all parts add up to that of the batch.
 * Scalars.
 */
export type BatchPart = {
  /** The part's share of what the loss is averaged over: pairs, responses or labelled step ends. */
  means: np.Array;
  /** The part's share of the edges, `(E_part + ε) / (E + ε)`. */
  edges: np.Array;
  /** `u` of the whole batch (docs/method.md section 3); absent until the parts have told theirs. */
  weight?: np.Array;
};

/** Names of the scalars in a batch. */
const NAMES = { means: "part/means", edges: "part/edges", weight: "part/weight" } as const;

/** Adds what is known of the whole batch, as scalars `[]`, to a part of it, whose arrays are consumed. The caller owns the result. */
export function asPart(batch: Batch, known: Partial<Record<keyof typeof NAMES, number>>): Batch {
  const scalars = Object.entries(known).map(([name, value]) => [NAMES[name as keyof typeof NAMES], np.array(value)]);
  return { ...batch, ...Object.fromEntries(scalars) };
}

/**
 * Splits a batch, which is consumed, into what it knows of the whole and its other arrays; null for a batch that is no
 * part. The caller owns both.
 */
export function splitPart(batch: Batch): { part: BatchPart | null; rest: Batch } {
  const { [NAMES.means]: means, [NAMES.edges]: edges, [NAMES.weight]: weight, ...rest } = batch;
  return { part: means && edges ? { means, edges, ...(weight && { weight }) } : null, rest };
}

/** A mean `[]` over a part of a batch as the part's share of the mean over the batch. Consumes x, borrows the part. */
export function ofWhole(x: np.Array, part: BatchPart | null): np.Array {
  return part ? x.mul(part.means.ref) : x;
}

/** Frees the scalars of a part: consumes it. */
export function disposePart(part: BatchPart | null): void {
  for (const scalar of Object.values(part ?? {})) scalar.dispose();
}
