import { contentHash } from "../data/content-hash.ts";
import type { Backend } from "../device.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { type GeneratorModel, generatorHash, trainableGenerator } from "../policy/generator-model.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { adaptationKey, adaptGenerator } from "./adapt-generator.ts";
import { cachedProbabilities, type ProbabilityCache } from "./cached-probabilities.ts";
import { withProbabilities } from "./pair-probabilities.ts";
import type { Example } from "./pairs.ts";
import { adaptsGenerator, type RewardModelConfig, usesConsistency } from "./reward-model-config.ts";
import type { StepMetrics } from "./trainer.ts";

/** Before the first step: the generator is adapted, counted in steps, and its probabilities are computed, in pairs. */
export type PreparationStage = "adapting" | "weighing";

/** Who waits for the preparation. */
export interface Preparation {
  /** Awaited between pieces of work; ends it by throwing. */
  pause(): Promise<void>;
  progress(stage: PreparationStage, done: number, of: number): void;
  /** Told the metrics of every step of an adaptation. */
  adapted?(metrics: StepMetrics): void;
}

export interface GeneratorContents {
  model: GeneratorModel;
  /** All the pairs it may be asked about. */
  train: readonly Example[];
  /** Those that are followed through training. */
  heldOut: readonly Example[];
  padTokenId: number;
  /** Where it is adapted. */
  backend: Backend;
  cache: ProbabilityCache;
  /** A model as the frozen program that gives generation probabilities. */
  open(model: GeneratorModel): Promise<CausalLM>;
}

/** Pairs with their generation probabilities. */
interface Weighed {
  train: Example[];
  /** Those of an adapted generator, which is gone when pairs are followed; null where the frozen one can be asked. */
  heldOut: Example[] | null;
}

/** Examples whose probabilities are wanted: the first so many. */
interface Wanted {
  examples: readonly Example[];
  count: number;
  /** What decides the probabilities beside the generator's weights and the sampling settings. */
  recipe: readonly unknown[];
}

/** What weighs the edges: a frozen generator, adapted first for runs whose config asks for it. */
export class EdgeGenerator {
  readonly #contents: GeneratorContents;
  #frozen: Promise<CausalLM> | null = null;
  readonly #pairs = new Map<string, Promise<Example>>();
  /** By `weighingKey`: of the training that runs or ran last. */
  #weighed = new Map<string, Weighed>();

  constructor(contents: GeneratorContents) {
    this.#contents = contents;
  }

  /**
   * Computes what some runs will read. The generator is adapted, and its probabilities are taken, once for all runs that
   * read the same ones.
   * @param pairs the first so many training pairs
   */
  async weigh(configs: readonly RewardModelConfig[], pairs: number, preparation: Preparation): Promise<void> {
    this.#weighed = new Map();
    const adapted = new Map<string, Promise<CausalLM>>();
    try {
      for (const config of configs.filter(usesConsistency)) {
        const key = weighingKey(config);
        if (this.#weighed.has(key)) continue;
        const weighed = adaptsGenerator(config)
          ? await this.#weighAdapted(config, pairs, adapted, preparation)
          : { train: await this.#weighFrozen(config, pairs, preparation), heldOut: null };
        this.#weighed.set(key, weighed);
      }
    } finally {
      for (const lm of await Promise.allSettled(adapted.values())) {
        if (lm.status === "fulfilled") await lm.value.release();
      }
    }
  }

  /** The training pairs as a run reads them, after `weigh`; null for a run that reads no probabilities. */
  trainingPairs(config: RewardModelConfig): Example[] | null {
    return this.#weighed.get(weighingKey(config))?.train ?? null;
  }

  /** A held-out pair as a run reads it; one that reads no probabilities is shown the generator's own, raw. */
  async heldOutPair(place: number, config: RewardModelConfig | null): Promise<Example> {
    if (!config || !usesConsistency(config)) return this.#frozenPair(place, RAW);
    const adapted = this.#weighed.get(weighingKey(config))?.heldOut?.[place];
    return adapted ?? this.#frozenPair(place, samplingOf(config));
  }

  async release(): Promise<void> {
    await (await this.#frozen)?.release();
  }

  #weighFrozen(config: RewardModelConfig, pairs: number, preparation: Preparation): Promise<Example[]> {
    const { train } = this.#contents;
    return this.#cached(() => this.#lm(), { examples: train, count: pairs, recipe: [train] }, config, preparation);
  }

  async #weighAdapted(
    config: RewardModelConfig,
    pairs: number,
    adapted: Map<string, Promise<CausalLM>>,
    preparation: Preparation,
  ): Promise<Weighed> {
    const { heldOut, backend } = this.#contents;
    const train = this.#contents.train.slice(0, pairs);
    const key = adaptationKey(config);
    const lm = () => {
      const known = adapted.get(key) ?? this.#adapt(config, train, preparation);
      adapted.set(key, known);
      return known;
    };
    const weighed = (examples: readonly Example[]) => {
      const recipe = [train, examples === train ? null : examples, key, backend];
      return this.#cached(lm, { examples, count: examples.length, recipe }, config, preparation);
    };
    return { train: await weighed(train), heldOut: heldOut.length === 0 ? [] : await weighed(heldOut) };
  }

  async #adapt(config: RewardModelConfig, train: readonly Example[], preparation: Preparation): Promise<CausalLM> {
    const { model, padTokenId, open } = this.#contents;
    const { generatorSteps: steps } = config;
    const checkpoint = trainableGenerator(model);
    preparation.progress("adapting", 0, steps);
    const afterStep = (metrics: StepMetrics) => {
      preparation.adapted?.(metrics);
      preparation.progress("adapting", metrics.step, steps);
      return preparation.pause();
    };
    return open(await adaptGenerator(checkpoint, config, train, padTokenId, afterStep));
  }

  async #cached(
    lm: () => Promise<CausalLM>,
    { examples, count, recipe }: Wanted,
    config: RewardModelConfig,
    preparation: Preparation,
  ): Promise<Example[]> {
    return cachedProbabilities(lm, examples, this.#contents.cache, {
      contents: `${await generatorHash(this.#contents.model)} ${await shortHash(recipe)}`,
      settings: samplingOf(config),
      count,
      pause: () => preparation.pause(),
      onProgress: (done) => preparation.progress("weighing", done, count),
    });
  }

  #frozenPair(place: number, settings: SamplingSettings): Promise<Example> {
    const key = `${place} ${settings.temperature} ${settings.topP}`;
    const known = this.#pairs.get(key);
    if (known) return known;
    const pair = this.#contents.heldOut[place] as Example;
    const weighed = this.#lm()
      .then((lm) => withProbabilities(lm, [pair], settings))
      .then(([result]) => result as Example);
    this.#pairs.set(key, weighed);
    return weighed;
  }

  #lm(): Promise<CausalLM> {
    this.#frozen ??= this.#contents.open(this.#contents.model);
    return this.#frozen;
  }
}

function samplingOf({ generatorTemperature, generatorTopP }: RewardModelConfig): SamplingSettings {
  return { temperature: generatorTemperature, topK: 0, topP: generatorTopP };
}

/** Runs with the same key read the same probabilities. */
function weighingKey(config: RewardModelConfig): string {
  const adaptation = adaptsGenerator(config) ? adaptationKey(config) : "frozen";
  return usesConsistency(config) ? `${JSON.stringify(samplingOf(config))} ${adaptation}` : "none";
}

async function shortHash(value: unknown): Promise<string> {
  return (await contentHash(value)).slice(0, 32);
}
