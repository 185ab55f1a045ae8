import type { DecoderConfig } from "../../../src/engine/checkpoint/config.ts";
import { identityWithGradient, rowsAt } from "./gradients.ts";
import type { Named, Tensor, Tf } from "./tf.ts";

/** What all layers read: cos and sin `[T, 1, d / 2]`, and the attention bias `[B, 1, T, T]`. */
export interface Context {
  cos: Tensor;
  sin: Tensor;
  bias: Tensor;
}

/** The hidden states `[B · T, hidden]` of a decoder of the Llama family, written as one would write it for TensorFlow.js. */
export function hiddenStates(tf: Tf, config: DecoderConfig, params: Named, ids: Tensor, context: Context): Tensor {
  const [rows, length] = ids.shape as [number, number];
  const { headCount, headDim, hiddenSize, normEpsilon, layerCount } = config;
  const at = (name: string) => params[name] as Tensor;
  const linear = (x: Tensor, name: string) => tf.matMul(x, at(`${name}.weight`), false, true);
  const norm = (x: Tensor, name: string) =>
    x.mul(x.square().mean(-1, true).add(normEpsilon).rsqrt()).mul(at(`${name}.weight`));

  let x = rowsAt(tf, ids.reshape([-1]))(at("model.embed_tokens.weight"));
  for (let layer = 0; layer < layerCount; layer++) {
    const prefix = `model.layers.${layer}`;
    x = x.add(attention(norm(x, `${prefix}.input_layernorm`), `${prefix}.self_attn`));
    x = x.add(swiglu(norm(x, `${prefix}.post_attention_layernorm`), `${prefix}.mlp`));
  }
  return norm(x, "model.norm");

  function attention(y: Tensor, name: string): Tensor {
    const heads = (projection: string) =>
      linear(y, `${name}.${projection}`).reshape([rows, length, headCount, headDim]);
    const query = rotate(tf, heads("q_proj"), context).transpose([0, 2, 1, 3]);
    const key = rotate(tf, heads("k_proj"), context).transpose([0, 2, 1, 3]);
    const value = heads("v_proj").transpose([0, 2, 1, 3]);
    const scores = tf.matMul(query.mul(1 / Math.sqrt(headDim)), key, false, true).add(context.bias);
    const mixed = tf.matMul(scores.softmax(-1), value).transpose([0, 2, 1, 3]);
    return linear(mixed.reshape([rows * length, hiddenSize]), `${name}.o_proj`);
  }

  function swiglu(y: Tensor, name: string): Tensor {
    const gate = linear(y, `${name}.gate_proj`);
    return linear(gate.mul(gate.sigmoid()).mul(linear(y, `${name}.up_proj`)), `${name}.down_proj`);
  }
}

/** Rotary positions of x `[B, T, heads, d]`, halves split. */
function rotate(tf: Tf, x: Tensor, { cos, sin }: Context): Tensor {
  const [first, second] = tf.split(x, 2, -1) as [Tensor, Tensor];
  return tf.concat([first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))], -1);
}

/** The identity of which a share of the gradient goes on. */
export function shareOfGradient(tf: Tf, x: Tensor, share: number): Tensor {
  return identityWithGradient(tf, (dy) => dy.mul(share))(x);
}
