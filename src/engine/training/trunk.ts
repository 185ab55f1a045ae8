import type { TokenSequence } from "./batching.ts";
import type { Batch } from "./objective.ts";

/** The layer from which a run computes its decoder, and that layer's input. */
export interface Trunk {
  /** The first layer that is computed; 0 begins with the tokens. */
  readonly from: number;
  /**
   * Turns a batch of padded rows into the batch that the decoder reads: with its `ids`, or in their place with `states`
   * `[…, T, hidden]`, the input of layer `from`. Consumes the batch.
   *
   * @param rows the rows of the batch, in order; for a population, the rows of all runs
   */
  feed(batch: Batch, rows: readonly TokenSequence[]): Promise<Batch>;
}

/** The trunk of a run that computes all layers. */
export const ALL_LAYERS: Trunk = { from: 0, feed: async (batch) => batch };
