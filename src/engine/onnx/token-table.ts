import type { DecoderConfig } from "../checkpoint/config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { GraphWeights } from "./weights.ts";

/** The two ends of a decoder: what its tokens become, and the matrix that its logits come from. */
export interface TokenTable {
  /** [B, S, hiddenSize] */
  embedded: string;
  /** [hiddenSize, vocabSize]; null where the graph gives no logits */
  head: string | null;
}

/**
 * Looks tokens up. A tied head is the table itself, which is there once: laid out for the logits' matrix product, a token
 * is a column of it. It is the largest tensor of a small decoder, a quarter of Qwen3-0.6B.
 */
export function tokenTable(
  g: GraphBuilder,
  config: DecoderConfig,
  weights: GraphWeights,
  inputIds: string,
  { logits }: { logits: boolean },
): TokenTable {
  const name = config.architecture === "gpt2" ? "wte.weight" : "model.embed_tokens.weight";
  if (logits && config.tiedHead) {
    const head = g.floats(weights.linears([name]));
    const columns = g.node("Gather", [head, inputIds], { axis: { int: 1 } });
    return { embedded: g.node("Transpose", [columns], { perm: { ints: [1, 2, 0] } }), head };
  }
  return {
    embedded: g.node("Gather", [g.floats(weights.plain(name)), inputIds]),
    head: logits ? g.floats(weights.linears(["lm_head.weight"])) : null,
  };
}
