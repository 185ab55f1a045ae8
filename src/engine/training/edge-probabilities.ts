import { contentHash } from "../data/content-hash.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { attachProbabilities, withPairProbabilities } from "./pair-probabilities.ts";
import { type Example, exampleResponses } from "./pairs.ts";

/** The number of consecutive examples that are cached under one key. */
const KEPT_TOGETHER = 32;

/** A cache of number arrays by key; a browser may keep it from visit to visit. */
export interface ProbabilityCache {
  get(key: string): Promise<number[][] | null>;
  put(key: string, q: readonly (readonly number[])[]): Promise<void>;
}

/** A cache in memory, which lasts as long as its object. */
export function memoryCache(): ProbabilityCache {
  const kept = new Map<string, readonly (readonly number[])[]>();
  return {
    get: async (key) => kept.get(key)?.map((row) => [...row]) ?? null,
    put: async (key, q) => void kept.set(key, q),
  };
}

/** The generator and settings from which generation probabilities of some data come. */
export interface ProbabilitySource {
  /** Opens the generator; called only if something has to be computed. */
  generator(): Promise<CausalLM>;
  /** Names the generator by what decides its probabilities. */
  identity: string;
  settings: SamplingSettings;
  cache: ProbabilityCache;
}

/** Consecutive examples of the data, with the probabilities known so far. */
interface Block {
  key: string;
  /** Probabilities by response; empty for an example that nobody has asked for. */
  q: number[][];
  /** Whether the block has probabilities that are not yet in the cache. */
  changed: boolean;
}

/**
 * Generation probabilities of examples, each computed when it is first asked for, so that a training starts as soon as
 * those of its first batch are there. The generator reads every example by itself: the last digits of a batch's results
 * depend on what else is in the batch, and a probability must not depend on what was asked for before.
 */
export class EdgeProbabilities {
  readonly #examples: readonly Example[];
  readonly #source: ProbabilitySource;
  /** The index of each example. */
  readonly #places: ReadonlyMap<Example, number>;
  readonly #blocks = new Map<number, Promise<Block>>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param examples all examples that can be asked for */
  constructor(examples: readonly Example[], source: ProbabilitySource) {
    this.#examples = examples;
    this.#source = source;
    this.#places = new Map(examples.map((example, place) => [example, place]));
  }

  /** Returns the examples with the generation probability of every response token. */
  of(examples: readonly Example[]): Promise<Example[]> {
    return this.#inTurn(async () => {
      const weighed: Example[] = [];
      for (const example of examples) weighed.push(await this.#weigh(example));
      return weighed;
    });
  }

  /** Caches the known probabilities of incomplete blocks; complete blocks were cached at once. */
  keep(): Promise<void> {
    return this.#inTurn(async () => {
      for (const block of this.#blocks.values()) await this.#put(await block);
    });
  }

  async #weigh(example: Example): Promise<Example> {
    const place = this.#places.get(example) as number;
    const responses = exampleResponses(example);
    const block = await this.#block(Math.floor(place / KEPT_TOGETHER));
    const first = responses.length * (place % KEPT_TOGETHER);
    if (block.q[first]?.length === 0) {
      const [weighed] = await withPairProbabilities(await this.#source.generator(), [example], this.#source.settings);
      const q = exampleResponses(weighed as Example).map((response) => [...(response.q ?? [])]);
      block.q.splice(first, q.length, ...q);
      block.changed = true;
      if (block.q.every((row) => row.length > 0)) await this.#put(block);
    }
    const [known] = attachProbabilities([example], block.q.slice(first, first + responses.length));
    return known as Example;
  }

  #block(number: number): Promise<Block> {
    const opened = this.#blocks.get(number) ?? this.#open(number);
    this.#blocks.set(number, opened);
    return opened;
  }

  async #open(number: number): Promise<Block> {
    const { identity, settings, cache } = this.#source;
    const responses = this.#examples
      .slice(number * KEPT_TOGETHER, (number + 1) * KEPT_TOGETHER)
      .flatMap(exampleResponses);
    const contents = await contentHash([identity, responses.map(({ ids, responseStart }) => [ids, responseStart])]);
    const key = `${contents} T=${settings.temperature} p=${settings.topP}`;
    const q = (await cache.get(key)) ?? responses.map(() => []);
    return { key, q, changed: false };
  }

  async #put(block: Block): Promise<void> {
    if (!block.changed) return;
    block.changed = false;
    await this.#source.cache.put(block.key, block.q);
  }

  /** Runs jobs one after another, so that nothing is computed twice. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
