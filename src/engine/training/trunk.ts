import type { Batch } from "./objective.ts";
import type { Span } from "./row-layout.ts";

/** The layer from which a run computes its decoder, and that layer's input. */
export interface Trunk {
  /** The first layer that is computed; 0 begins with the tokens. */
  readonly from: number;
  /**
   * Turns a batch of padded rows into the batch that the decoder reads: with its `ids`, or in their place with `states`
   * `[…, T, hidden]`, the input of layer `from`. Consumes the batch.
   *
   * @param spans where the rows' tokens are in the batch; for a population, those of all runs
   */
  feed(batch: Batch, spans: readonly Span[]): Promise<Batch>;
}

/** The trunk of a run that computes all layers. */
export const ALL_LAYERS: Trunk = { from: 0, feed: async (batch) => batch };
