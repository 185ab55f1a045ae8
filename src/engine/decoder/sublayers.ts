import { nn, numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { conv1d, linear } from "./linear.ts";
import { materialise } from "./materialise.ts";
import { layerNorm, rmsNorm } from "./norm.ts";
import type { Parameters } from "./parameters.ts";
import { silu } from "./stable-sigmoid.ts";

/**
 * Attention between the positions of rows: query `[…, T, heads, d]`, key and value `[…, T, kvHeads, d]`, all consumed →
 * `[…, T, heads · d]`.
 */
export type Attend = (query: np.Array, key: np.Array, value: np.Array) => np.Array;

/** The stages of a sub-layer, in their order. */
export type Stage = "inner" | "mix" | "outer";

/**
 * A sub-layer of a decoder layer, of which the result is `x + outer(mix(inner(x)))` (Vaswani et al. 2017). The products
 * with the large weights are all in the first and the last stage, which compute every position by itself. All stages
 * borrow the parameters of the layer, under the names of `layerParameters`, and consume their other arguments.
 */
export interface Sublayer {
  /** Projections of the norm of x, `[…, T, hidden]` → `[…, T, width]` each. */
  inner(params: Parameters, x: np.Array): np.Array[];
  /** What becomes of the projections, `[…, T, width]`. */
  mix(params: Parameters, projections: np.Array[], attend: Attend): np.Array;
  /** The projection back, `[…, T, width]` → `[…, T, hidden]`. */
  outer(params: Parameters, mixed: np.Array): np.Array;
  /** The beginnings of the names of the parameters that each stage reads. */
  readonly reads: Record<Stage, readonly string[]>;
}

/** The sub-layers of every layer, in their order: attention and the feed-forward network. */
export function sublayers(config: DecoderConfig): readonly [attention: Sublayer, feedForward: Sublayer] {
  return config.architecture === "gpt2"
    ? [gpt2Attention(config), gpt2FeedForward(config)]
    : [llamaAttention(config), swiglu(config)];
}

/** `x + outer(mix(inner(x)))`. Consumes x, borrows the parameters. */
export function throughSublayer(sublayer: Sublayer, params: Parameters, x: np.Array, attend: Attend): np.Array {
  const mixed = sublayer.mix(params, sublayer.inner(params, x.ref), attend);
  return x.add(sublayer.outer(params, mixed));
}

function llamaAttention({ headCount, kvHeadCount, headDim, normEpsilon, qkNorm }: DecoderConfig): Sublayer {
  const projections = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"];
  return {
    inner: (params, x) => {
      const normed = materialise(rmsNorm(params, "input_layernorm", x, normEpsilon));
      return projected(params, projections, normed);
    },
    mix: (params, [query, key, value], attend) => {
      const heads = (x: np.Array, count: number) => x.reshape([...x.shape.slice(0, -1), count, headDim]);
      const norm = (name: string, x: np.Array) => (qkNorm ? rmsNorm(params, name, x, normEpsilon) : x);
      const q = norm("self_attn.q_norm", heads(query as np.Array, headCount));
      const k = norm("self_attn.k_norm", heads(key as np.Array, kvHeadCount));
      return attend(q, k, heads(value as np.Array, kvHeadCount));
    },
    outer: (params, mixed) => linear(params, "self_attn.o_proj", mixed),
    reads: {
      inner: ["input_layernorm.", ...projections.map((name) => `${name}.`)],
      mix: ["self_attn.q_norm.", "self_attn.k_norm."],
      outer: ["self_attn.o_proj."],
    },
  };
}

/** `down(silu(gate(x)) ⊙ up(x))` (Shazeer 2020). */
function swiglu({ normEpsilon }: DecoderConfig): Sublayer {
  const projections = ["mlp.gate_proj", "mlp.up_proj"];
  return {
    inner: (params, x) => {
      const normed = materialise(rmsNorm(params, "post_attention_layernorm", x, normEpsilon));
      return projected(params, projections, normed);
    },
    mix: (_, [gate, up]) => materialise(silu(gate as np.Array).mul(up as np.Array)),
    outer: (params, mixed) => linear(params, "mlp.down_proj", mixed),
    reads: {
      inner: ["post_attention_layernorm.", ...projections.map((name) => `${name}.`)],
      mix: [],
      outer: ["mlp.down_proj."],
    },
  };
}

/** Several linear layers of one input, which is consumed. */
function projected(params: Parameters, names: readonly string[], x: np.Array): np.Array[] {
  const projections = names.map((name) => linear(params, name, x.ref));
  x.dispose();
  return projections;
}

function gpt2Attention({ headCount, headDim, normEpsilon }: DecoderConfig): Sublayer {
  return {
    inner: (params, x) => [conv1d(params, "attn.c_attn", materialise(layerNorm(params, "ln_1", x, normEpsilon)))],
    mix: (_, [qkv], attend) => {
      const joined = qkv as np.Array;
      const split = [...joined.shape.slice(0, -1), headCount, headDim];
      const [query, key, value] = np.split(joined, 3, -1).map((part) => part.reshape(split));
      return attend(query as np.Array, key as np.Array, value as np.Array);
    },
    outer: (params, mixed) => conv1d(params, "attn.c_proj", mixed),
    reads: { inner: ["ln_1.", "attn.c_attn."], mix: [], outer: ["attn.c_proj."] },
  };
}

function gpt2FeedForward({ normEpsilon }: DecoderConfig): Sublayer {
  return {
    inner: (params, x) => [conv1d(params, "mlp.c_fc", materialise(layerNorm(params, "ln_2", x, normEpsilon)))],
    mix: (_, [spread]) => materialise(nn.gelu(spread as np.Array, { approximate: true })),
    outer: (params, mixed) => conv1d(params, "mlp.c_proj", mixed),
    reads: { inner: ["ln_2.", "mlp.c_fc."], mix: [], outer: ["mlp.c_proj."] },
  };
}
