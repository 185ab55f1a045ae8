import type { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { attention, attentionBias, responseBias } from "./attention.ts";
import { disposeParameters } from "./parameters.ts";
import { rotaryTables, rotaryTablesAt, rotate } from "./rope.ts";
import { behindPrompts, isShared, joinRows, type RowMask, type SharedPrompts, splitRows } from "./row-mask.ts";
import type { Attend } from "./sublayers.ts";

/** What all layers read beside their input: the attention bias, and the rotary tables of the Llama family. */
type RowContext = { bias: np.Array } | { bias: np.Array; cos: np.Array; sin: np.Array };

/** Attention as all layers compute it in the rows of a batch. It holds arrays until it is disposed of. */
export interface RowAttention<Attends> {
  /** To be called anew for every layer. */
  ofLayer(): Attends;
  dispose(): void;
}

/** Attention in rows that are one sequence each. Borrows the mask `[…, T]`. */
export function attentionInRows(config: DecoderConfig, mask: np.Array): RowAttention<Attend> {
  const context = rowContext(config, mask);
  return { ofLayer: () => attendIn(context), dispose: () => disposeParameters(context) };
}

/** Attention in prompts and in their responses, which are computed in this order. Borrows the mask. */
export function attentionOfShared(
  config: DecoderConfig,
  mask: SharedPrompts,
): RowAttention<{ prompts: Attend; responses: Attend }> {
  const ofPrompts = rowContext(config, mask.prompt);
  const ofResponses = responseContext(config, mask);
  return {
    ofLayer: () => {
      let [promptKey, promptValue]: np.Array[] = [];
      return {
        prompts: attendIn(ofPrompts, (key, value) => {
          [promptKey, promptValue] = [key.ref, value.ref];
          return [key, value];
        }),
        responses: attendIn(ofResponses, (key, value) => [
          behindPrompts({ prompts: promptKey as np.Array, responses: key }),
          behindPrompts({ prompts: promptValue as np.Array, responses: value }),
        ]),
      };
    },
    dispose: () => {
      for (const context of [ofPrompts, ofResponses]) disposeParameters(context);
    },
  };
}

/** Attention in rows `[B, T, …]` of any mask, which is borrowed: rows of a prompt with its responses are cut apart and joined again. */
export function attentionInAnyRows(config: DecoderConfig, mask: RowMask): RowAttention<Attend> {
  if (!isShared(mask)) return attentionInRows(config, mask);
  const shared = attentionOfShared(config, mask);
  const apart = (x: np.Array) => {
    const [heads, dim] = x.shape.slice(-2) as [number, number];
    const { prompts, responses } = splitRows(x.reshape([...x.shape.slice(0, -2), heads * dim]), mask);
    const perHead = (part: np.Array) => part.reshape([...part.shape.slice(0, -1), heads, dim]);
    return { prompts: perHead(prompts), responses: perHead(responses) };
  };
  return {
    ofLayer: () => (query, key, value) => {
      const { prompts, responses } = shared.ofLayer();
      const [q, k, v] = [apart(query), apart(key), apart(value)];
      const ofPrompts = prompts(q.prompts, k.prompts, v.prompts);
      return joinRows({ prompts: ofPrompts, responses: responses(q.responses, k.responses, v.responses) });
    },
    dispose: () => shared.dispose(),
  };
}

/** From the keys and values of a layer's own tokens `[…, T, kvHeads, d]`, all that they see. Consumes both. */
type Visible = (key: np.Array, value: np.Array) => [key: np.Array, value: np.Array];

const THEMSELVES: Visible = (key, value) => [key, value];

/** Attention with the positions of a context, which is borrowed. */
function attendIn(context: RowContext, visible: Visible = THEMSELVES): Attend {
  const turned = (x: np.Array) => ("cos" in context ? rotate(x, context) : x);
  return (query, key, value) => {
    const q = turned(query);
    return attention(q, ...visible(turned(key), value), context.bias);
  };
}

/** The context of layers for rows of a mask `[…, T]`, which is borrowed. The caller owns the result. */
function rowContext({ headDim, ropeTheta }: DecoderConfig, mask: np.Array): RowContext {
  const bias = attentionBias(mask.ref);
  return ropeTheta === null ? { bias } : { bias, ...rotaryTables(mask.shape.at(-1) as number, headDim, ropeTheta) };
}

/** The context of layers for responses `[…, B, N, R]` behind their prompts. Borrows the mask, the caller owns the result. */
function responseContext({ headDim, ropeTheta }: DecoderConfig, mask: SharedPrompts): RowContext {
  const bias = responseBias(mask.prompt.ref, mask.responses.ref);
  if (ropeTheta === null) return { bias };
  const [prompt, own] = [mask.prompt, mask.responses].map(({ shape }) => shape.at(-1) as number) as [number, number];
  const all = mask.positions.shape.slice(0, -1).map(() => [] as []);
  const positions = mask.positions.ref.slice(...all, [prompt, mask.positions.shape.at(-1) as number]);
  return { bias, ...rotaryTablesAt(positions.reshape(mask.responses.shape), prompt + own, headDim, ropeTheta) };
}
