import type { CausalLM } from "../policy/causal-lm.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { attachProbabilities, withProbabilities } from "./pair-probabilities.ts";
import { type Example, responsesOf } from "./pairs.ts";

/** Examples that are sent to the generator together: progress and Cancel come in between. */
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
  /** Awaited before every share of the examples; ends the work by throwing. */
  pause(): Promise<void>;
  onProgress(done: number): void;
}

/**
 * Examples with the generation probability of every response token. What was computed for the first ones of the same data
 * before is taken from the cache, so a larger share of the data costs only what is new.
 *
 * @param generator asked for only where something has to be computed
 */
export async function cachedProbabilities<E extends Example>(
  generator: () => Promise<CausalLM>,
  examples: readonly E[],
  cache: ProbabilityCache,
  { contents, settings, pause, onProgress }: ProbabilityRequest,
): Promise<E[]> {
  const key = `${contents} T=${settings.temperature} p=${settings.topP}`;
  const known = (await cache.get(key)) ?? [];
  const q = [...known];
  // Examples of one data set have equally many responses each.
  const each = examples[0] ? responsesOf(examples[0]).length : 1;
  for (let done = known.length / each; done < examples.length; done += CHUNK) {
    await pause();
    onProgress(done);
    const weighed = await withProbabilities(await generator(), examples.slice(done, done + CHUNK), settings);
    for (const response of weighed.flatMap(responsesOf)) q.push([...(response.q ?? [])]);
  }
  if (q.length > known.length) await cache.put(key, q);
  onProgress(examples.length);
  return attachProbabilities(examples, q.slice(0, each * examples.length));
}
