import { numpy as np, tree } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";

/** Tensors on the device under their Hugging Face names. */
export type Parameters = { [name: string]: np.Array };

/** Numbers of a tensor outside of shared memory, which jax-js does not accept. */
export type OwnNumbers = Float32Array<ArrayBuffer>;

/** Copies weights to the device. The caller owns the result. */
export function toParameters(weights: ReadonlyMap<string, Tensor>): Parameters {
  const params: Parameters = {};
  for (const [name, { data, shape }] of weights) params[name] = np.array(data as OwnNumbers, { shape });
  return params;
}

/** Copies parameters back to the host. Borrows the parameters. */
export async function toWeights(params: Parameters): Promise<Map<string, Tensor>> {
  const weights = new Map<string, Tensor>();
  for (const [name, array] of Object.entries(params)) {
    weights.set(name, { shape: [...array.shape], data: (await array.ref.data()) as Float32Array });
  }
  return weights;
}

/** Frees the arrays of parameters: consumes them all. */
export function disposeParameters(params: Parameters): void {
  tree.dispose(params);
}

/** The prefix of the names of a layer's tensors. */
export function layerPrefix({ architecture }: DecoderConfig, layer: number): string {
  return architecture === "gpt2" ? `h.${layer}.` : `model.layers.${layer}.`;
}

/**
 * The parameters of one layer under names without the layer's prefix, such as `self_attn.q_proj.weight`; borrowed
 * references.
 */
export function layerParameters(config: DecoderConfig, params: Parameters, layer: number): Parameters {
  const prefix = layerPrefix(config, layer);
  const own = Object.entries(params).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** Names of the tables that tokens and positions are looked up in, and of an untied output embedding. */
const EMBEDDINGS = ["model.embed_tokens.weight", "wte.weight", "wpe.weight", "lm_head.weight"];

export function isEmbedding(name: string): boolean {
  return EMBEDDINGS.includes(name);
}

/** Whether a tensor is needed to compute a layer's input: an embedding, or part of a lower layer. */
export function isBelow(config: DecoderConfig, layer: number, name: string): boolean {
  const below = Array.from({ length: layer }, (_, i) => layerPrefix(config, i));
  return isEmbedding(name) || below.some((prefix) => name.startsWith(prefix));
}
