import { createStore, type StoreApi } from "zustand/vanilla";
import type { ValueEstimate, ValuePoints } from "../engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../engine/policy/generate.ts";
import type { TokenTrace } from "../engine/policy/trace.ts";

/** What a person chooses about a measurement of values. */
export interface MeasurementChoice {
  points: ValuePoints;
  /** K, roll-outs a prefix. */
  rollouts: number;
}

/** Roll-outs as `icrm values` draws them by default: the same prefix has the same roll-outs in both places. */
export const rolloutSettings = { maxTokens: MAX_RESPONSE_TOKENS, seed: 0 } as const;

/** Measured values by prefix, so that every trajectory that begins with a prefix has its value, and no other has. */
export type PrefixValues = ReadonlyMap<string, ValueEstimate>;

/** Kept apart from the page's state: it changes with every estimate, and only what shows values should follow. */
export interface Measurement {
  estimates: PrefixValues;
  /** Of the present or the last measurement. */
  progress: { done: number; of: number } | null;
}

export function createMeasurement(): StoreApi<Measurement> {
  return createStore<Measurement>(() => ({ estimates: new Map(), progress: null }));
}

type Response = readonly Pick<TokenTrace, "id">[];

/** The values with one more, measured on a response to a prompt. */
export function withEstimate(
  before: PrefixValues,
  prompt: string,
  tokens: Response,
  estimate: ValueEstimate,
): PrefixValues {
  const keys = prefixKeys(prompt, tokens);
  return new Map(before).set(keys[estimate.position + 1] as string, estimate);
}

/** What is known of the prefixes of a response, ascending by position. */
export function valuesAlong(known: PrefixValues, prompt: string, tokens: Response): ValueEstimate[] {
  if (known.size === 0) return [];
  return prefixKeys(prompt, tokens).flatMap((key) => known.get(key) ?? []);
}

/** One key a prefix, that of the prompt alone first. */
function prefixKeys(prompt: string, tokens: Response): string[] {
  const keys = [`${prompt}\n`];
  for (const { id } of tokens) keys.push(`${keys.at(-1)} ${id}`);
  return keys;
}
