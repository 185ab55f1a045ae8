import type { numpy as np } from "@jax-js/jax";
import type { TokenSequence } from "./batching.ts";
import type { Batch } from "./objective.ts";

/** From which layer on a run computes its decoder, and what that layer reads. */
export interface Trunk {
  /** The first layer that is computed: 0 begins with the tokens. */
  readonly from: number;
  /**
   * A batch of padded rows as the decoder reads it from there on: with its `ids`, or in their place with `states`
   * `[…, T, hidden]`, the input of layer `from`. Consumes the batch.
   *
   * @param rows the rows of the batch, in its order, of all runs of a population
   */
  feed(batch: Batch, rows: readonly TokenSequence[]): Promise<Batch>;
}

/** All layers, from the tokens on. */
export const ALL_LAYERS: Trunk = { from: 0, feed: async (batch) => batch };

/** What the first computed layer reads of a batch that was fed; it stays in the batch. */
export function trunkInput({ ids, states }: Batch): np.Array {
  return (states ?? ids) as np.Array;
}
