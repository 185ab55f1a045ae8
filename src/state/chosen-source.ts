import { dataSets } from "../storage/data-sets.ts";
import type { DataSource } from "../worker/training-records.ts";
import { embeddedPairs, furtherPairsOf } from "./embedded-pairs.ts";

/** Pairs that come with the playground; null for an id of a data set of this browser. @param data null: the default pairs */
export function playgroundPairs(data: string | null): DataSource | null {
  return data === null ? embeddedPairs : furtherPairsOf(data);
}

/**
 * Pairs to train on and to hold out.
 * @param data id, as in addresses, of pairs of the playground or of a data set of this browser; null: the default pairs
 * @param heldOut id of a data set of this browser; null holds out some prompts of `data`
 * @throws PlaygroundError if this browser has no such data set
 */
export async function chosenSource(data: string | null, heldOut: string | null): Promise<DataSource> {
  const own = playgroundPairs(data);
  if (own) return own;
  const { name } = await dataSets.get(data as string);
  if (heldOut !== null) await dataSets.get(heldOut);
  return { name, train: { kept: data as string }, heldOut: heldOut === null ? null : { kept: heldOut } };
}
