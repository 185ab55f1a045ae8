import { nn, numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import { attention, attentionBias } from "./attention.ts";
import { borrow, conv1d, linear, matrixProduct } from "./linear.ts";
import { materialise } from "./materialise.ts";
import { layerNorm, rmsNorm } from "./norm.ts";
import { disposeParameters, layerParameters, type Parameters } from "./parameters.ts";
import { asFactor } from "./population.ts";
import { rotaryTables, rotate } from "./rope.ts";
import { silu } from "./stable-sigmoid.ts";

/**
 * The hidden states after the final norm, `[B, T, hidden]`, of token ids `[B, T]` (int32) under an attention mask
 * `[B, T]` (1 = real token). Positions are 0 … T − 1. Ids and mask are consumed, the parameters are borrowed. For a
 * population (population.ts) ids and mask are `[R, B, T]`, hidden states `[R, B, T, hidden]`.
 *
 * @param input the token ids; if `from` is not 0, the input of that layer, `[B, T, hidden]`
 * @param from the first layer to compute; the number of layers computes the final norm alone. Parameters of lower
 *   layers are not read
 */
export function hiddenStates(
  config: DecoderConfig,
  params: Parameters,
  input: np.Array,
  attentionMask: np.Array,
  from = 0,
): np.Array {
  const context = layerContext(config, attentionMask);
  let x = from === 0 ? embed(config, params, input) : input;
  for (let layer = from; layer < config.layerCount; layer++) {
    x = decoderLayer(config, layerParameters(config, params, layer), x, context);
  }
  disposeParameters(context);
  return finalNorm(config, params, x);
}

/** The input of the first layer, `[B, T, hidden]`, for token ids `[B, T]`. Consumes the ids, borrows the parameters. */
function embed({ architecture }: DecoderConfig, params: Parameters, inputIds: np.Array): np.Array {
  if (architecture !== "gpt2") return lookUp(borrow(params, "model.embed_tokens.weight"), inputIds);
  const length = inputIds.shape.at(-1) as number;
  const table = borrow(params, "wpe.weight");
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
export type LayerContext = { bias: np.Array } | { bias: np.Array; cos: np.Array; sin: np.Array };

/** The context of layers under an attention mask `[…, T]`, which is consumed. The caller owns the result. */
export function layerContext(config: DecoderConfig, attentionMask: np.Array): LayerContext {
  const length = attentionMask.shape.at(-1) as number;
  const bias = attentionBias(attentionMask);
  return config.ropeTheta === null ? { bias } : { bias, ...rotaryTables(length, config.headDim, config.ropeTheta) };
}

/**
 * Computes one layer: `[B, T, hidden]` → `[B, T, hidden]`.
 *
 * @param params the layer's parameters under the names of `layerParameters`; borrowed
 * @param x the layer's input; consumed
 * @param context borrowed
 */
export function decoderLayer(config: DecoderConfig, params: Parameters, x: np.Array, context: LayerContext): np.Array {
  return "cos" in context ? llamaLayer(config, params, x, context) : gpt2Layer(config, params, x, context.bias);
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

type RotaryContext = Extract<LayerContext, { cos: np.Array }>;

function llamaLayer(config: DecoderConfig, params: Parameters, x: np.Array, context: RotaryContext): np.Array {
  const pre = (norm: string, input: np.Array) => materialise(rmsNorm(params, norm, input, config.normEpsilon));
  const attended = x.add(llamaAttention(config, params, pre("input_layernorm", x.ref), context));
  return attended.add(swiglu(params, pre("post_attention_layernorm", attended.ref)));
}

function llamaAttention(
  config: DecoderConfig,
  params: Parameters,
  x: np.Array,
  { bias, cos, sin }: RotaryContext,
): np.Array {
  const query = heads("self_attn.q_proj", config.headCount);
  const key = heads("self_attn.k_proj", config.kvHeadCount);
  const value = heads("self_attn.v_proj", config.kvHeadCount);
  x.dispose();
  const norm = (name: string, y: np.Array) => (config.qkNorm ? rmsNorm(params, name, y, config.normEpsilon) : y);
  const q = rotate(norm("self_attn.q_norm", query), { cos, sin });
  const k = rotate(norm("self_attn.k_norm", key), { cos, sin });
  return linear(params, "self_attn.o_proj", attention(q, k, value, bias));

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

function gpt2Layer(config: DecoderConfig, params: Parameters, x: np.Array, bias: np.Array): np.Array {
  const { headCount, headDim, normEpsilon } = config;
  const split = [...x.shape.slice(0, -1), headCount, headDim];
  const pre = (norm: string, input: np.Array) => materialise(layerNorm(params, norm, input, normEpsilon));

  const qkv = conv1d(params, "attn.c_attn", pre("ln_1", x.ref));
  const [query, key, value] = np.split(qkv, 3, -1).map((part) => part.reshape(split));
  const mixed = attention(query as np.Array, key as np.Array, value as np.Array, bias);
  const attended = x.add(conv1d(params, "attn.c_proj", mixed));
  const inner = nn.gelu(conv1d(params, "mlp.c_fc", pre("ln_2", attended.ref)), { approximate: true });
  return attended.add(conv1d(params, "mlp.c_proj", materialise(inner)));
}
