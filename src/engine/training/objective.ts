import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { hiddenStates } from "../decoder/decoder.ts";
import { borrow } from "../decoder/linear.ts";
import type { Parameters } from "../decoder/parameters.ts";
import { borrowMask, isShared, type RowMask, responseStates } from "../decoder/row-mask.ts";
import type { GenerationTargets } from "../losses/language-model.ts";
import type { PerRun } from "../losses/per-run.ts";
import { textGeneration } from "../losses/text-generation.ts";

/** Named arrays that make up one batch. */
export type Batch = { [name: string]: np.Array };

/**
 * What a run minimises, as a function of the decoder's hidden states, which can be computed in one graph or layer by
 * layer. For a population all arrays have a leading axis that counts runs, and settings that differ from run to run are
 * lists.
 */
export interface Objective {
  decoder: DecoderConfig;
  /**
   * Names of the further metrics, in the order of the loss's vector; the text term's metric, `TEXT_METRIC`, is last.
   */
  metrics: readonly string[];
  /**
   * Metrics that the next batch receives as scalars of the same name (running state such as the consistency
   * normaliser), with their values before the first step.
   */
  carried: Readonly<Record<string, number>>;
  /**
   * The scalar loss and the vector of further metrics, without the text term; for a population `[R]` and `[M, R]`.
   *
   * @param params the heads' parameters; borrowed
   * @param hidden hidden states after the final norm at the positions that the losses see, `[N, T, hidden]`; consumed
   * @param batch all arrays of the batch, the decoder's input among them; consumed
   */
  loss(params: Parameters, hidden: np.Array, batch: Batch): [np.Array, np.Array];
  /**
   * Text generation on the batch's `positions`, `labels` and `weights`, added to the loss; null leaves these arrays to
   * `loss`.
   */
  text: TextTerm | null;
}

export interface TextTerm {
  /** Name of the head, `[V, H]`, that predicts the targets. */
  head: string;
  /** Share of the head's gradient that reaches the hidden states. */
  weightRatio: PerRun;
}

export const TEXT_METRIC = "loss/sft";

/**
 * Loss and metrics of a batch, text term included, in one graph. Borrows the parameters, consumes the batch.
 *
 * @param from the first layer that is computed; above 0 the batch has that layer's input, `states`, in place of `ids`
 *   (`Trunk`)
 */
export function batchLoss(objective: Objective, params: Parameters, batch: Batch, from = 0): [np.Array, np.Array] {
  const { decoder, text } = objective;
  const hidden = hiddenStates(decoder, params, trunkInput(batch).ref, borrowMask(maskOf(batch)), from);
  if (!text) return lossOf(objective, params, hidden, batch);
  const { targets, rest } = splitTargets(batch);
  const written = textGeneration(hidden.ref, borrow(params, text.head), targets, text.weightRatio);
  const [loss, metrics] = lossOf(objective, params, hidden, rest);
  return [loss.add(written.ref), np.concatenate([metrics, np.expandDims(written, 0)])];
}

/**
 * Loss and metrics without the text term. Borrows the parameters, consumes the batch.
 *
 * @param hidden hidden states of all positions, `[B, T, hidden]`; consumed
 */
export function lossOf(objective: Objective, params: Parameters, hidden: np.Array, batch: Batch): [np.Array, np.Array] {
  const mask = maskOf(batch);
  return objective.loss(params, isShared(mask) ? responseStates(hidden, mask) : hidden, batch);
}

/** Splits a batch into the targets of the text term and its other arrays. Consumes the batch: its arrays are in the results. */
export function splitTargets(batch: Batch): { targets: GenerationTargets; rest: Batch } {
  const { positions, labels, weights, ...rest } = batch;
  return { targets: { positions, labels, weights } as GenerationTargets, rest: rest as Batch };
}

/** The mask of a batch's rows. Its arrays are borrowed: they stay in the batch. */
export function maskOf({ mask, promptMask, responseMask, tokenPositions }: Batch): RowMask {
  if (mask) return mask;
  return { prompt: promptMask, responses: responseMask, positions: tokenPositions } as RowMask;
}

/**
 * The input of the first computed layer in a batch that was fed: `ids` or `states`. Borrowed; it stays in the batch.
 */
export function trunkInput({ ids, states }: Batch): np.Array {
  return (states ?? ids) as np.Array;
}
