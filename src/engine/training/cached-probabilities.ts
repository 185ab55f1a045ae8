import type { CausalLM } from "../policy/causal-lm.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { attachProbabilities, withProbabilities } from "./pair-probabilities.ts";
import type { TokenPair } from "./pairs.ts";

/** Pairs that are sent to the generator together: progress and Cancel come in between. */
const CHUNK = 32;

/** Keeps arrays of numbers under a key, across visits where the browser allows it. */
export interface ProbabilityCache {
  get(key: string): Promise<number[][] | null>;
  put(key: string, q: readonly (readonly number[])[]): Promise<void>;
}

export interface ProbabilityRequest {
  /** Names generator and data by what is in them. */
  contents: string;
  settings: SamplingSettings;
  /** Awaited before every share of the pairs; ends the work by throwing. */
  pause(): Promise<void>;
  onProgress(done: number): void;
}

/**
 * Pairs with the generation probability of every response token. What was computed for the first pairs of the same data
 * before is taken from the cache, so a larger share of the data costs only what is new.
 *
 * @param generator asked for only where something has to be computed
 */
export async function cachedProbabilities(
  generator: () => Promise<CausalLM>,
  pairs: readonly TokenPair[],
  cache: ProbabilityCache,
  { contents, settings, pause, onProgress }: ProbabilityRequest,
): Promise<TokenPair[]> {
  const key = `${contents} T=${settings.temperature} p=${settings.topP}`;
  const known = (await cache.get(key)) ?? [];
  const q = [...known];
  for (let done = known.length / 2; done < pairs.length; done += CHUNK) {
    await pause();
    onProgress(done);
    const weighed = await withProbabilities(await generator(), pairs.slice(done, done + CHUNK), settings);
    for (const { chosen, rejected } of weighed) q.push([...(chosen.q ?? [])], [...(rejected.q ?? [])]);
  }
  if (q.length > known.length) await cache.put(key, q);
  onProgress(pairs.length);
  return attachProbabilities(pairs, q.slice(0, 2 * pairs.length));
}
