import type { CausalLM } from "../policy/causal-lm.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { attachProbabilities, withProbabilities } from "./pair-probabilities.ts";
import { type Example, responsesOf } from "./pairs.ts";

/**
 * Examples that are sent to the generator together: progress and Cancel come in between. A batch's last digits depend on what
 * is in it, so shares are whole and always the same ones: a probability is the same whatever was asked for before.
 */
const CHUNK = 32;

/** Keeps arrays of numbers under a key, across visits where the browser allows it. */
export interface ProbabilityCache {
  get(key: string): Promise<number[][] | null>;
  put(key: string, q: readonly (readonly number[])[]): Promise<void>;
}

/** Keeps generation probabilities as long as it is there itself. */
export function memoryCache(): ProbabilityCache {
  const kept = new Map<string, readonly (readonly number[])[]>();
  return {
    get: async (key) => kept.get(key)?.map((row) => [...row]) ?? null,
    put: async (key, q) => void kept.set(key, q),
  };
}

export interface ProbabilityRequest {
  /** Names generator and data by what is in them. */
  contents: string;
  settings: SamplingSettings;
  /** The first so many examples are wanted. */
  count: number;
  /** Awaited before every share of the examples; ends the work by throwing. */
  pause(): Promise<void>;
  onProgress(done: number): void;
}

/**
 * The first `count` examples with the generation probability of every response token. What was computed for the first ones of
 * the same data before is taken from the cache, so more of the data costs only what is new.
 *
 * @param examples all of the data
 * @param generator asked for only where something has to be computed
 */
export async function cachedProbabilities<E extends Example>(
  generator: () => Promise<CausalLM>,
  examples: readonly E[],
  cache: ProbabilityCache,
  { contents, settings, count, pause, onProgress }: ProbabilityRequest,
): Promise<E[]> {
  const key = `${contents} T=${settings.temperature} p=${settings.topP}`;
  const known = (await cache.get(key)) ?? [];
  const q = [...known];
  // Examples of one data set have equally many responses each.
  const each = examples[0] ? responsesOf(examples[0]).length : 1;
  for (let done = known.length / each; done < count; done += CHUNK) {
    await pause();
    onProgress(done);
    const weighed = await withProbabilities(await generator(), examples.slice(done, done + CHUNK), settings);
    for (const response of weighed.flatMap(responsesOf)) q.push([...(response.q ?? [])]);
  }
  if (q.length > known.length) await cache.put(key, q);
  onProgress(count);
  return attachProbabilities(examples.slice(0, count), q.slice(0, each * count));
}
