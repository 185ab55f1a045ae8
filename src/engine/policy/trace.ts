import { isUnwarped, mostProbable, type SamplingSettings, softmax, warp } from "./sampling.ts";

/** A possible next token with two probabilities. */
export interface TokenChance {
  id: number;
  /** The generation probability: the model's own, before temperature, top-k and top-p. */
  q: number;
  /** The probability that the token was drawn with, after temperature, top-k and top-p. */
  p: number;
}

/** A response token and its alternatives. Only ids; the owner of the tokenizer adds the text. */
export interface TokenTrace extends TokenChance {
  /** The most probable tokens by q, the highest first. */
  top: TokenChance[];
}

const ALTERNATIVES = 8;

/** Both distributions over the vocabulary at one position, [vocabSize] each. */
export interface Chances {
  q: Float64Array;
  p: Float64Array;
}

/** The chances at one position. @param logits [vocabSize] */
export function chancesOf(logits: Float32Array, settings: SamplingSettings): Chances {
  const q = softmax(logits);
  return { q, p: isUnwarped(settings) ? q : warp(logits, settings) };
}

export function traceOf({ q, p }: Chances, id: number): TokenTrace {
  const chance = (token: number): TokenChance => ({ id: token, q: q[token] as number, p: p[token] as number });
  return { ...chance(id), top: mostProbable(q, ALTERNATIVES).map(chance) };
}

/** The logits of one position, [vocabSize]. @param logits [positions, vocabSize] */
export function logitsAt(logits: Float32Array, position: number, vocabSize: number): Float32Array {
  return logits.subarray(position * vocabSize, (position + 1) * vocabSize);
}
