import type { DecoderConfig } from "../checkpoint/config.ts";
import { type AttentionContext, attentionNodes, queryScale } from "./attention.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { GraphWeights } from "./weights.ts";

/**
 * Adds GPT-2's layers: LayerNorm, learned positions, fused c_attn. Its Conv1D weights are stored as [in, out].
 * @param embedded the tokens' embeddings, [B, S, hiddenSize]
 * @returns hidden states after the final norm, [B, S, hiddenSize]
 */
export function gpt2Trunk(
  g: GraphBuilder,
  config: DecoderConfig,
  weights: GraphWeights,
  embedded: string,
  context: AttentionContext,
): string {
  const { layerCount, hiddenSize, normEpsilon } = config;
  const plain = (name: string) => g.floats(weights.plain(name));
  const norm = (name: string) => [plain(`${name}.weight`), plain(`${name}.bias`)];
  const matMul = (x: string, name: string) => g.node("MatMul", [x, plain(`${name}.weight`)]);
  const addAndNorm = (output: string, residual: string, name: string, layer: string) =>
    g.skipNorm("SkipLayerNormalization", [output, residual, ...norm(name), plain(`${layer}.bias`)], normEpsilon);

  let residual = g.node("Add", [embedded, g.node("Gather", [plain("wpe.weight"), context.positionIds])]);
  let normed = g.node("LayerNormalization", [residual, ...norm("h.0.ln_1")], { epsilon: { float: normEpsilon } });
  for (let i = 0; i < layerCount; i++) {
    const layer = `h.${i}`;
    const next = i + 1 < layerCount ? `h.${i + 1}.ln_1` : "ln_f";
    const queriesScaled = (name: string) => g.floats(weights.columnsScaled(name, hiddenSize, queryScale(config)));
    const qkv = g.node("Add", [
      g.node("MatMul", [normed, queriesScaled(`${layer}.attn.c_attn.weight`)]),
      queriesScaled(`${layer}.attn.c_attn.bias`),
    ]);
    const attended = matMul(attentionNodes(g, config, i, qkv, context, null), `${layer}.attn.c_proj`);
    ({ normed, residual } = addAndNorm(attended, residual, `${layer}.ln_2`, `${layer}.attn.c_proj`));
    const inner = activate(g, config, matMul(normed, `${layer}.mlp.c_fc`), plain(`${layer}.mlp.c_fc.bias`));
    const fed = matMul(inner, `${layer}.mlp.c_proj`);
    ({ normed, residual } = addAndNorm(fed, residual, next, `${layer}.mlp.c_proj`));
  }
  return normed;
}

function activate(g: GraphBuilder, { activation }: DecoderConfig, x: string, bias: string): string {
  if (activation === "gelu_tanh") return g.node("FastGelu", [x, bias]);
  return g.node("QuickGelu", [g.node("Add", [x, bias])], { alpha: { float: 1 } });
}
