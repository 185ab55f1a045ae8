import { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import { attentionInRows, attentionOfShared } from "./attend.ts";
import { borrow, matrixProduct } from "./linear.ts";
import { layerNorm, rmsNorm } from "./norm.ts";
import { layerParameters, type Parameters } from "./parameters.ts";
import { asFactor } from "./population.ts";
import {
  disposeMask,
  isShared,
  joinRows,
  type PromptRows,
  type RowMask,
  type SharedPrompts,
  splitRows,
} from "./row-mask.ts";
import { type Attend, sublayers, throughSublayer } from "./sublayers.ts";

/**
 * The hidden states after the final norm, `[B, T, hidden]`, of token ids `[B, T]` (int32) in rows of which a mask says
 * what they hold. Positions are 0 … T − 1, or those of the mask. Ids and mask are consumed, the parameters are borrowed.
 * For a population (population.ts) ids are `[R, B, T]`, hidden states `[R, B, T, hidden]`.
 *
 * @param input the token ids; if `from` is not 0, the input of that layer, `[B, T, hidden]`
 * @param from the first layer to compute; the number of layers computes the final norm alone. Parameters of lower
 *   layers are not read
 */
export function hiddenStates(
  config: DecoderConfig,
  params: Parameters,
  input: np.Array,
  mask: RowMask,
  from = 0,
): np.Array {
  const x = from === 0 ? embed(config, params, input, mask) : input;
  const layers = Array.from({ length: config.layerCount - from }, (_, i) => layerParameters(config, params, from + i));
  const computed = throughLayers(config, layers, x, mask);
  disposeMask(mask);
  return finalNorm(config, params, computed);
}

/**
 * Computes layers one after another: `[B, T, hidden]` → `[B, T, hidden]`.
 *
 * @param layers the layers' parameters under the names of `layerParameters`; borrowed
 * @param x the input of the first of them; consumed
 * @param mask borrowed
 */
export function throughLayers(
  config: DecoderConfig,
  layers: readonly Parameters[],
  x: np.Array,
  mask: RowMask,
): np.Array {
  if (layers.length === 0) return x;
  if (isShared(mask)) return throughSharedLayers(config, layers, x, mask);
  const rows = attentionInRows(config, mask);
  const computed = layers.reduce((input, params) => decoderLayer(config, params, input, rows.ofLayer()), x);
  rows.dispose();
  return computed;
}

/** `throughLayers` for prompts with their responses, which stay apart from the first layer to the last. */
function throughSharedLayers(
  config: DecoderConfig,
  layers: readonly Parameters[],
  x: np.Array,
  mask: SharedPrompts,
): np.Array {
  const rows = attentionOfShared(config, mask);
  const computed = layers.reduce(
    (input, params): PromptRows => {
      const attend = rows.ofLayer();
      const prompts = decoderLayer(config, params, input.prompts, attend.prompts);
      return { prompts, responses: decoderLayer(config, params, input.responses, attend.responses) };
    },
    splitRows(x, mask),
  );
  rows.dispose();
  return joinRows(computed);
}

/** The input of the first layer, `[B, T, hidden]`, for token ids `[B, T]`. Consumes the ids, borrows all else. */
function embed({ architecture }: DecoderConfig, params: Parameters, inputIds: np.Array, mask: RowMask): np.Array {
  if (architecture !== "gpt2") return lookUp(borrow(params, "model.embed_tokens.weight"), inputIds);
  const table = borrow(params, "wpe.weight");
  if (isShared(mask)) return lookUp(borrow(params, "wte.weight"), inputIds).add(lookUp(table, mask.positions.ref));
  const length = inputIds.shape.at(-1) as number;
  const positions = table.slice(...Array(table.ndim - 2).fill([]), [0, length]);
  return lookUp(borrow(params, "wte.weight"), inputIds).add(np.expandDims(positions, -3));
}

/**
 * The rows at `ids` of a table `[n, width]`, or, of the tables `[R, n, width]` of all runs, at each run's ids `[R, …]`.
 * Consumes both.
 */
function lookUp(table: np.Array, ids: np.Array): np.Array {
  if (table.ndim === 2) return table.slice(ids);
  const [runs, rows, width] = table.shape as [number, number, number];
  const first = asFactor(np.arange(0, runs * rows, rows, { dtype: np.int32 }), ids.ndim);
  return table.reshape([runs * rows, width]).slice(ids.add(first));
}

/** Computes one layer: `[…, T, hidden]` → `[…, T, hidden]`. Consumes x, borrows the parameters. */
function decoderLayer(config: DecoderConfig, params: Parameters, x: np.Array, attend: Attend): np.Array {
  return sublayers(config).reduce((input, sublayer) => throughSublayer(sublayer, params, input, attend), x);
}

/** The norm after the last layer, `[B, T, hidden]` → `[B, T, hidden]`. Consumes x, borrows the parameters. */
export function finalNorm({ architecture, normEpsilon }: DecoderConfig, params: Parameters, x: np.Array): np.Array {
  return architecture === "gpt2"
    ? layerNorm(params, "ln_f", x, normEpsilon)
    : rmsNorm(params, "model.norm", x, normEpsilon);
}

/** Next-token logits `[…, vocabulary]` of hidden states `[…, hidden]`. Consumes `hidden`, borrows the parameters. */
export function logits(config: DecoderConfig, params: Parameters, hidden: np.Array): np.Array {
  return matrixProduct(hidden, np.matrixTranspose(borrow(params, outputEmbeddingName(config))));
}
