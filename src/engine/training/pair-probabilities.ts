import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { generationProbabilities } from "../policy/generation-probabilities.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { deriveSeed, seededRandom, shuffled } from "../random.ts";
import { type Example, type Response, responsesOf, withResponses } from "./pairs.ts";

/** Examples with the generation probability of every response token under a generator. */
export async function withProbabilities<Cache extends LmCache, E extends Example>(
  generator: CausalLM<Cache>,
  examples: readonly E[],
  settings: SamplingSettings,
  onProgress?: (done: number) => void,
): Promise<E[]> {
  const responses = examples.flatMap(responsesOf);
  const q = await generationProbabilities(generator, responses.map(promptAndResponse), settings, onProgress);
  return attachProbabilities(examples, q);
}

/** @param q of each example's responses in turn */
export function attachProbabilities<E extends Example>(examples: readonly E[], q: readonly (readonly number[])[]): E[] {
  let next = 0;
  return examples.map((example) =>
    withResponses(example, (response) => ({ ...response, q: q[next++] as readonly number[] })),
  );
}

/** The control that keeps the mass: `q` permuted among the edges of each response, so that it says nothing of its edge. */
export function shuffleProbabilities<E extends Example>(examples: readonly E[], seed: number): E[] {
  const random = seededRandom(deriveSeed(seed, "shuffled probabilities"));
  const shuffle = (response: Response): Response => {
    const [first, ...edges] = response.q ?? [];
    return { ...response, q: first === undefined ? response.q : [first, ...shuffled(random, edges)] };
  };
  return examples.map((example) => withResponses(example, shuffle));
}

function promptAndResponse({ ids, responseStart }: Response) {
  return { promptIds: ids.slice(0, responseStart), responseIds: ids.slice(responseStart) };
}
