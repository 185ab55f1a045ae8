import type { numpy as np } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { attention, causalBias, promptBias, type VisibleKeys } from "./attention.ts";
import { disposeParameters } from "./parameters.ts";
import { type RotaryArrays, rotaryTables, rotaryTablesAt, rotate } from "./rope.ts";
import { isShared, joinRows, type RowMask, type SharedPrompts, splitRows } from "./row-mask.ts";
import type { Attend } from "./sublayers.ts";

/** What all layers read beside their input: the bias of a row's own tokens, and the rotary tables of the Llama family. */
type RowContext = { bias: np.Array } | ({ bias: np.Array } & RotaryArrays);

/** Attention as all layers compute it in the rows of a batch. It holds arrays until it is disposed of. */
export interface RowAttention<Attends> {
  /** To be called anew for every layer. */
  ofLayer(): Attends;
  dispose(): void;
}

/** Attention in rows that are one sequence each. Borrows the mask `[…, T]`. */
export function attentionInRows(config: DecoderConfig, mask: np.Array): RowAttention<Attend> {
  const context = rowContext(config, mask);
  return { ofLayer: () => attendIn(context), dispose: () => disposeParameters({ ...context }) };
}

/** Attention in prompts and in their responses, which are computed in this order. Borrows the mask. */
export function attentionOfShared(
  config: DecoderConfig,
  mask: SharedPrompts,
): RowAttention<{ prompts: Attend; responses: Attend }> {
  const ofPrompts = rowContext(config, mask.prompt);
  const ofResponses = responseContext(config, mask);
  const bias = promptBias(mask.prompt.ref.reshape([-1, mask.prompt.shape.at(-1) as number]));
  return {
    ofLayer: () => {
      let prompt: VisibleKeys;
      return {
        prompts: attendIn(ofPrompts, 1, (own) => {
          prompt = { key: own.key.ref, value: own.value.ref, bias };
          return [own];
        }),
        responses: attendIn(ofResponses, mask.responses.shape.at(-2), (own) => [prompt, own]),
      };
    },
    dispose: () => {
      bias.dispose();
      for (const context of [ofPrompts, ofResponses]) disposeParameters({ ...context });
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

/**
 * Attention with the positions of a context, which is borrowed.
 * @param count rows of a group
 * @param seen all that the rows of a group see, from their own keys and values; it takes them over
 */
function attendIn(context: RowContext, count = 1, seen: (own: VisibleKeys) => VisibleKeys[] = (own) => [own]): Attend {
  const turned = (x: np.Array) => ("cos" in context ? rotate(x, context) : x);
  return (query, key, value) => {
    const grouped = (x: np.Array) => x.reshape([-1, count, ...x.shape.slice(-3)]);
    const own = { key: grouped(turned(key)), value: grouped(value), bias: context.bias };
    const rows = query.shape.slice(0, -2);
    return attention(grouped(turned(query)), seen(own)).reshape([...rows, -1]);
  };
}

/** The context of layers for rows of a mask `[…, T]`, which is borrowed. The caller owns the result. */
function rowContext({ headDim, ropeTheta }: DecoderConfig, mask: np.Array): RowContext {
  const length = mask.shape.at(-1) as number;
  const bias = causalBias(mask.ref.reshape([-1, 1, length]));
  return ropeTheta === null ? { bias } : { bias, ...rotaryTables(length, headDim, ropeTheta) };
}

/** The context of layers for responses `[…, B, N, R]` behind their prompts. Borrows the mask, the caller owns the result. */
function responseContext({ headDim, ropeTheta }: DecoderConfig, mask: SharedPrompts): RowContext {
  const bias = causalBias(mask.responses.ref.reshape([-1, ...mask.responses.shape.slice(-2)]));
  if (ropeTheta === null) return { bias };
  const [prompt, own] = [mask.prompt, mask.responses].map(({ shape }) => shape.at(-1) as number) as [number, number];
  const all = mask.positions.shape.slice(0, -1).map(() => [] as []);
  const positions = mask.positions.ref.slice(...all, [prompt, mask.positions.shape.at(-1) as number]);
  return { bias, ...rotaryTablesAt(positions.reshape(mask.responses.shape), prompt + own, headDim, ropeTheta) };
}
