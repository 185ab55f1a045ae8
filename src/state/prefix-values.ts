import { createStore, type StoreApi } from "zustand/vanilla";
import type { ValueEstimate, ValuePoints } from "../engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../engine/policy/generate.ts";
import type { TokenTrace } from "../engine/policy/trace.ts";

/** The person's choices for a measurement of values. */
export interface MeasurementChoice {
  points: ValuePoints;
  /** Roll-outs per prefix (K). */
  rollouts: number;
}

/** The defaults of `icrm values`, so that a prefix has the same roll-outs on the page and on the command line. */
export const rolloutSettings = { maxTokens: MAX_RESPONSE_TOKENS, seed: 0 } as const;

/** Measured values by prefix, so that all trajectories with a common prefix share its value. */
export type PrefixValues = ReadonlyMap<string, ValueEstimate>;

/**
 * The measured values, in a store of their own: they change with every estimate, and only what shows values should
 * follow.
 */
export interface PrefixValuesState {
  estimates: PrefixValues;
  /** Progress of the current or the last measurement. */
  progress: { done: number; of: number } | null;
}

export function createPrefixValues(): StoreApi<PrefixValuesState> {
  return createStore<PrefixValuesState>(() => ({ estimates: new Map(), progress: null }));
}

type Response = readonly Pick<TokenTrace, "id">[];

/** The values with one more estimate, measured on a response to a prompt. */
export function withEstimate(
  before: PrefixValues,
  prompt: string,
  tokens: Response,
  estimate: ValueEstimate,
): PrefixValues {
  const keys = prefixKeys(prompt, tokens);
  return new Map(before).set(keys[estimate.position + 1] as string, estimate);
}

/** The known values of a response's prefixes, ascending by position. */
export function valuesAlong(known: PrefixValues, prompt: string, tokens: Response): ValueEstimate[] {
  if (known.size === 0) return [];
  return prefixKeys(prompt, tokens).flatMap((key) => known.get(key) ?? []);
}

/** A key for each prefix of a response; the first is that of the prompt alone. */
function prefixKeys(prompt: string, tokens: Response): string[] {
  const keys = [`${prompt}\n`];
  for (const { id } of tokens) keys.push(`${keys.at(-1)} ${id}`);
  return keys;
}
