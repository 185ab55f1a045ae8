import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { generationProbabilities } from "../policy/generation-probabilities.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { deriveSeed, seededRandom, shuffled } from "../random.ts";
import { type Example, exampleResponses, type Response, withResponses } from "./pairs.ts";

/** Returns the examples with the generation probability of every response token under a generator. */
export async function withPairProbabilities<Cache extends LmCache, E extends Example>(
  generator: CausalLM<Cache>,
  examples: readonly E[],
  settings: SamplingSettings,
  onProgress?: (done: number) => void,
): Promise<E[]> {
  const responses = examples.flatMap(exampleResponses);
  const q = await generationProbabilities(generator, responses.map(promptAndResponse), settings, onProgress);
  return attachProbabilities(examples, q);
}

/** @param q probabilities of the examples' responses, in order */
export function attachProbabilities<E extends Example>(examples: readonly E[], q: readonly (readonly number[])[]): E[] {
  let next = 0;
  return examples.map((example) =>
    withResponses(example, (response) => ({ ...response, q: q[next++] as readonly number[] })),
  );
}

/** For each example and response, the edges in the order from which their probabilities are taken. */
type EdgeOrders = ReadonlyMap<Example, readonly (readonly number[])[]>;

/**
 * A control that keeps the sum of weights: permutes `q` among the edges of each response, so that it says nothing about
 * its edge. The permutations depend on the responses' lengths alone, so they can be drawn before the probabilities are
 * known.
 */
export function shuffledEdges(examples: readonly Example[], seed: number): EdgeOrders {
  const random = seededRandom(deriveSeed(seed, "shuffled probabilities"));
  const order = ({ ids, responseStart }: Response) =>
    shuffled(
      random,
      Array.from({ length: ids.length - responseStart - 1 }, (_, edge) => edge),
    );
  return new Map(examples.map((example) => [example, exampleResponses(example).map(order)]));
}

/**
 * @param order a permutation for every response of the example; the first token, which no edge leads to, keeps its
 *   probability
 */
export function reorderEdges<E extends Example>(example: E, order: readonly (readonly number[])[]): E {
  return withResponses(example, (response, place) => {
    const [first, ...edges] = response.q ?? [];
    if (first === undefined) return response;
    return { ...response, q: [first, ...(order[place] ?? []).map((edge) => edges[edge] as number)] };
  });
}

function promptAndResponse({ ids, responseStart }: Response) {
  return { promptIds: ids.slice(0, responseStart), responseIds: ids.slice(responseStart) };
}
