import type { DecoderConfig } from "../checkpoint/config.ts";
import { type AttentionContext, attentionNodes, queryScale, rmsNormNodes } from "./attention.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { GraphWeights } from "./weights.ts";

/**
 * Adds the layers of the Llama family (Llama, Qwen2, Qwen3): RMSNorm, rotary positions, gated feed-forward.
 * @param embedded the tokens' embeddings, [B, S, hiddenSize]
 * @returns hidden states after the final norm, [B, S, hiddenSize]
 */
export function llamaTrunk(
  g: GraphBuilder,
  config: DecoderConfig,
  weights: GraphWeights,
  embedded: string,
  context: AttentionContext,
): string {
  const { layerCount, normEpsilon } = config;
  const norm = (name: string) => g.floats(weights.plain(`${name}.weight`));
  const addAndNorm = (output: string, residual: string, name: string, layer: string) => {
    const bias = weights.has(`${layer}.bias`) ? [g.floats(weights.plain(`${layer}.bias`))] : [];
    return g.skipNorm("SkipSimplifiedLayerNormalization", [output, residual, norm(name), ...bias], normEpsilon);
  };
  let normed = rmsNormNodes(g, embedded, norm("model.layers.0.input_layernorm"), normEpsilon);
  let residual = embedded;
  for (let i = 0; i < layerCount; i++) {
    const layer = `model.layers.${i}`;
    const next = i + 1 < layerCount ? `model.layers.${i + 1}.input_layernorm` : "model.norm";
    const attended = selfAttention(g, config, weights, i, normed, context);
    ({ normed, residual } = addAndNorm(
      attended,
      residual,
      `${layer}.post_attention_layernorm`,
      `${layer}.self_attn.o_proj`,
    ));
    const fed = feedForward(g, config, weights, `${layer}.mlp`, normed);
    ({ normed, residual } = addAndNorm(fed, residual, next, `${layer}.mlp.down_proj`));
  }
  return normed;
}

/** Adds the self-attention of a layer; the norm after it adds the output projection's bias. */
function selfAttention(
  g: GraphBuilder,
  config: DecoderConfig,
  weights: GraphWeights,
  index: number,
  x: string,
  context: AttentionContext,
): string {
  const layer = `model.layers.${index}.self_attn`;
  const projections = [`${layer}.q_proj`, `${layer}.k_proj`, `${layer}.v_proj`];
  // A norm on the queries would undo a factor applied before it, so the norm's weight carries the factor.
  const scales = config.qkNorm ? [] : [queryScale(config)];
  const headNorms = config.qkNorm
    ? {
        query: g.floats(weights.scaled(`${layer}.q_norm.weight`, queryScale(config))),
        key: g.floats(weights.plain(`${layer}.k_norm.weight`)),
      }
    : null;
  const qkv = linear(g, weights, projections, x, scales);
  const mixed = attentionNodes(g, config, index, qkv, context, headNorms);
  return g.node("MatMul", [mixed, g.floats(weights.linears([`${layer}.o_proj.weight`]))]);
}

/** Adds down(act(gate x) · up x); the norm after it adds the down projection's bias. */
function feedForward(g: GraphBuilder, config: DecoderConfig, weights: GraphWeights, layer: string, x: string): string {
  const { intermediateSize, activation } = config;
  const both = linear(g, weights, [`${layer}.gate_proj`, `${layer}.up_proj`], x);
  const [gate, up] = g.split(both, -1, [intermediateSize, intermediateSize]);
  // QuickGelu is x · σ(alpha · x), which is SiLU for alpha = 1.
  const act = activation === "silu" ? g.node("QuickGelu", [gate], { alpha: { float: 1 } }) : g.node("FastGelu", [gate]);
  return g.node("MatMul", [g.node("Mul", [act, up]), g.floats(weights.linears([`${layer}.down_proj.weight`]))]);
}

function linear(
  g: GraphBuilder,
  weights: GraphWeights,
  layers: readonly string[],
  x: string,
  scales: readonly number[] = [],
): string {
  const weightNames = layers.map((layer) => `${layer}.weight`);
  const biasNames = layers.map((layer) => `${layer}.bias`);
  const product = g.node("MatMul", [x, g.floats(weights.linears(weightNames, scales))]);
  if (!biasNames.every((name) => weights.has(name))) return product;
  return g.node("Add", [product, g.floats(weights.biases(biasNames, scales))]);
}
