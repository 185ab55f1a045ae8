import type { DecoderConfig } from "../checkpoint/config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { GraphWeights } from "./weights.ts";

/** Names of the embedded tokens and of the matrix that gives the logits. */
export interface TokenTable {
  /** [B, S, hiddenSize] */
  embedded: string;
  /** [hiddenSize, vocabSize]; null if the graph has no logits */
  head: string | null;
}

/**
 * Adds the look-up of tokens. A tied head shares the token table, the largest tensor of a small decoder (a quarter of
 * Qwen3-0.6B): the table is stored in the layout of the logits' matrix product, in which a token is a column.
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
