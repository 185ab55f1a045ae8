import { nn, numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import { attention, attentionBias, responseBias } from "./attention.ts";
import { borrow, conv1d, linear, matrixProduct } from "./linear.ts";
import { materialise } from "./materialise.ts";
import { layerNorm, rmsNorm } from "./norm.ts";
import { disposeParameters, layerParameters, type Parameters } from "./parameters.ts";
import { asFactor } from "./population.ts";
import { rotaryTables, rotaryTablesAt, rotate } from "./rope.ts";
import {
  behindPrompts,
  disposeMask,
  isShared,
  joinRows,
  type PromptRows,
  type RowMask,
  type SharedPrompts,
  splitRows,
} from "./row-mask.ts";
import { silu } from "./stable-sigmoid.ts";

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
  const context = rowContext(config, mask);
  const computed = layers.reduce((input, params) => decoderLayer(config, params, input, context), x);
  disposeParameters(context);
  return computed;
}

/** `throughLayers` for prompts with their responses, which stay apart from the first layer to the last. */
function throughSharedLayers(
  config: DecoderConfig,
  layers: readonly Parameters[],
  x: np.Array,
  mask: SharedPrompts,
): np.Array {
  const ofPrompts = rowContext(config, mask.prompt);
  const ofResponses = responseContext(config, mask);
  const computed = layers.reduce(
    (rows, params): PromptRows => {
      let [promptKey, promptValue]: np.Array[] = [];
      const prompts = decoderLayer(config, params, rows.prompts, ofPrompts, (key, value) => {
        [promptKey, promptValue] = [key.ref, value.ref];
        return [key, value];
      });
      const responses = decoderLayer(config, params, rows.responses, ofResponses, (key, value) => [
        behindPrompts({ prompts: promptKey as np.Array, responses: key }),
        behindPrompts({ prompts: promptValue as np.Array, responses: value }),
      ]);
      return { prompts, responses };
    },
    splitRows(x, mask),
  );
  for (const context of [ofPrompts, ofResponses]) disposeParameters(context);
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

/** What all layers read beside their input: the attention bias, and the rotary tables of the Llama family. */
type LayerContext = { bias: np.Array } | RotaryContext;

type RotaryContext = { bias: np.Array; cos: np.Array; sin: np.Array };

/** The context of layers for rows of a mask `[…, T]`, which is borrowed. The caller owns the result. */
function rowContext({ headDim, ropeTheta }: DecoderConfig, mask: np.Array): LayerContext {
  const bias = attentionBias(mask.ref);
  return ropeTheta === null ? { bias } : { bias, ...rotaryTables(mask.shape.at(-1) as number, headDim, ropeTheta) };
}

/** The context of layers for responses `[…, B, N, R]` behind their prompts. Borrows the mask, the caller owns the result. */
function responseContext({ headDim, ropeTheta }: DecoderConfig, mask: SharedPrompts): LayerContext {
  const bias = responseBias(mask.prompt.ref, mask.responses.ref);
  if (ropeTheta === null) return { bias };
  const [prompt, own] = [mask.prompt, mask.responses].map(({ shape }) => shape.at(-1) as number) as [number, number];
  const all = mask.positions.shape.slice(0, -1).map(() => [] as []);
  const positions = mask.positions.ref.slice(...all, [prompt, mask.positions.shape.at(-1) as number]);
  return { bias, ...rotaryTablesAt(positions.reshape(mask.responses.shape), prompt + own, headDim, ropeTheta) };
}

/** From the keys and values of a layer's own tokens `[…, T, kvHeads, d]`, all that they see. Consumes both. */
type Visible = (key: np.Array, value: np.Array) => [key: np.Array, value: np.Array];

const THEMSELVES: Visible = (key, value) => [key, value];

/**
 * Computes one layer: `[B, T, hidden]` → `[B, T, hidden]`.
 *
 * @param params the layer's parameters under the names of `layerParameters`; borrowed
 * @param x the layer's input; consumed
 * @param context borrowed
 */
function decoderLayer(
  config: DecoderConfig,
  params: Parameters,
  x: np.Array,
  context: LayerContext,
  visible: Visible = THEMSELVES,
): np.Array {
  return "cos" in context
    ? llamaLayer(config, params, x, context, visible)
    : gpt2Layer(config, params, x, context.bias, visible);
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

function llamaLayer(
  config: DecoderConfig,
  params: Parameters,
  x: np.Array,
  context: RotaryContext,
  visible: Visible,
): np.Array {
  const pre = (norm: string, input: np.Array) => materialise(rmsNorm(params, norm, input, config.normEpsilon));
  const attended = x.add(llamaAttention(config, params, pre("input_layernorm", x.ref), context, visible));
  return attended.add(swiglu(params, pre("post_attention_layernorm", attended.ref)));
}

function llamaAttention(
  config: DecoderConfig,
  params: Parameters,
  x: np.Array,
  { bias, cos, sin }: RotaryContext,
  visible: Visible,
): np.Array {
  const query = heads("self_attn.q_proj", config.headCount);
  const key = heads("self_attn.k_proj", config.kvHeadCount);
  const value = heads("self_attn.v_proj", config.kvHeadCount);
  x.dispose();
  const norm = (name: string, y: np.Array) => (config.qkNorm ? rmsNorm(params, name, y, config.normEpsilon) : y);
  const q = rotate(norm("self_attn.q_norm", query), { cos, sin });
  const k = rotate(norm("self_attn.k_norm", key), { cos, sin });
  return linear(params, "self_attn.o_proj", attention(q, ...visible(k, value), bias));

  function heads(projection: string, count: number): np.Array {
    return linear(params, projection, x.ref).reshape([...x.shape.slice(0, -1), count, config.headDim]);
  }
}

/** `down(silu(gate(x)) ⊙ up(x))` (Shazeer 2020), `[…, hidden]` → `[…, hidden]`. Consumes x, borrows the parameters. */
function swiglu(params: Parameters, x: np.Array): np.Array {
  const gate = linear(params, "mlp.gate_proj", x.ref);
  const up = linear(params, "mlp.up_proj", x);
  return linear(params, "mlp.down_proj", materialise(silu(gate).mul(up)));
}

function gpt2Layer(config: DecoderConfig, params: Parameters, x: np.Array, bias: np.Array, visible: Visible): np.Array {
  const { headCount, headDim, normEpsilon } = config;
  const split = [...x.shape.slice(0, -1), headCount, headDim];
  const pre = (norm: string, input: np.Array) => materialise(layerNorm(params, norm, input, normEpsilon));

  const qkv = conv1d(params, "attn.c_attn", pre("ln_1", x.ref));
  const [query, key, value] = np.split(qkv, 3, -1).map((part) => part.reshape(split));
  const mixed = attention(query as np.Array, ...visible(key as np.Array, value as np.Array), bias);
  const attended = x.add(conv1d(params, "attn.c_proj", mixed));
  const inner = nn.gelu(conv1d(params, "mlp.c_fc", pre("ln_2", attended.ref)), { approximate: true });
  return attended.add(conv1d(params, "mlp.c_proj", materialise(inner)));
}
