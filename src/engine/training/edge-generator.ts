import { contentHash } from "../data/content-hash.ts";
import type { Backend } from "../device.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { type GeneratorModel, generatorHash, trainableGenerator } from "../policy/generator-model.ts";
import type { SamplingSettings } from "../policy/sampling.ts";
import { adaptationKey, adaptGenerator } from "./adapt-generator.ts";
import { EdgeProbabilities, type ProbabilityCache } from "./edge-probabilities.ts";
import type { Example } from "./pairs.ts";
import { adaptsGenerator, type RewardModelConfig, usesConsistency } from "./reward-model-config.ts";
import type { StepMetrics } from "./trainer.ts";

/** Before the first step: a generator is adapted, counted in steps, and its probabilities are computed, in pairs. */
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
  /** Those that may be followed through training; none where nobody follows any. */
  heldOut: readonly Example[];
  padTokenId: number;
  /** Where it is adapted. */
  backend: Backend;
  cache: ProbabilityCache;
  /** A model as the frozen program that gives generation probabilities. */
  open(model: GeneratorModel): Promise<CausalLM>;
}

/** Generation probabilities as some runs read them. */
interface Weighed {
  train: EdgeProbabilities;
  heldOut: EdgeProbabilities;
}

/** What weighs the edges: a frozen generator, adapted first for runs whose config asks for it. */
export class EdgeGenerator {
  readonly #contents: GeneratorContents;
  #identity: Promise<string> | null = null;
  #lm: Promise<CausalLM> | null = null;
  /** As the frozen generator gives them, by sampling settings. */
  readonly #frozen = new Map<string, Promise<Weighed>>();
  /** Of the adapted generators of the training that runs or ran last, by `weighingKey`. */
  #adapted = new Map<string, Weighed>();

  constructor(contents: GeneratorContents) {
    this.#contents = contents;
  }

  /**
   * Readies what some runs will read. A frozen generator is asked pair by pair, as training goes on. One that is adapted is gone
   * then: it is adapted, and all its probabilities are taken, once for all runs that read the same ones.
   * @param pairs the first so many training pairs
   */
  async weigh(configs: readonly RewardModelConfig[], pairs: number, preparation: Preparation): Promise<void> {
    this.#adapted = new Map();
    const adapted = new Map<string, Promise<CausalLM>>();
    try {
      for (const config of configs.filter(usesConsistency).filter(adaptsGenerator)) {
        const key = weighingKey(config);
        if (this.#adapted.has(key)) continue;
        this.#adapted.set(key, await this.#weighAdapted(config, pairs, adapted, preparation));
      }
    } finally {
      for (const lm of await Promise.allSettled(adapted.values())) {
        if (lm.status === "fulfilled") await lm.value.release();
      }
    }
  }

  /** What gives training pairs the probabilities that a run reads, after `weigh`; null for a run that reads none. */
  async trainingPairs(config: RewardModelConfig): Promise<EdgeProbabilities | null> {
    return usesConsistency(config) ? (await this.#weighed(config)).train : null;
  }

  /** A held-out pair as a run reads it; one that reads no probabilities is shown the generator's own, raw. */
  async heldOutPair(place: number, config: RewardModelConfig | null): Promise<Example> {
    const { heldOut } = await (config && usesConsistency(config) ? this.#weighed(config) : this.#weighedFrozen(RAW));
    const [pair] = await heldOut.of([this.#contents.heldOut[place] as Example]);
    return pair as Example;
  }

  /** Keeps the probabilities that were computed. */
  async keep(): Promise<void> {
    for (const weighed of this.#frozen.values()) {
      const { train, heldOut } = await weighed;
      await train.keep();
      await heldOut.keep();
    }
  }

  async release(): Promise<void> {
    await (await this.#lm)?.release();
  }

  async #weighed(config: RewardModelConfig): Promise<Weighed> {
    return this.#adapted.get(weighingKey(config)) ?? this.#weighedFrozen(samplingOf(config));
  }

  #weighedFrozen(settings: SamplingSettings): Promise<Weighed> {
    const key = JSON.stringify(settings);
    const known = this.#frozen.get(key) ?? this.#openFrozen(settings);
    this.#frozen.set(key, known);
    return known;
  }

  async #openFrozen(settings: SamplingSettings): Promise<Weighed> {
    const { train, heldOut, model, open, cache } = this.#contents;
    const generator = () => {
      this.#lm ??= open(model);
      return this.#lm;
    };
    const source = { generator, identity: await this.#generatorHash(), settings, cache };
    return { train: new EdgeProbabilities(train, source), heldOut: new EdgeProbabilities(heldOut, source) };
  }

  async #weighAdapted(
    config: RewardModelConfig,
    pairs: number,
    adapted: Map<string, Promise<CausalLM>>,
    preparation: Preparation,
  ): Promise<Weighed> {
    const { heldOut, backend, cache } = this.#contents;
    const train = this.#contents.train.slice(0, pairs);
    const key = adaptationKey(config);
    const generator = () => {
      const known = adapted.get(key) ?? this.#adapt(config, train, preparation);
      adapted.set(key, known);
      return known;
    };
    const identity = `${await this.#generatorHash()} ${await contentHash([train, key, backend])}`;
    const source = { generator, identity, settings: samplingOf(config), cache };
    const weighed = { train: new EdgeProbabilities(train, source), heldOut: new EdgeProbabilities(heldOut, source) };
    await takeAll(weighed.train, train, preparation);
    await takeAll(weighed.heldOut, heldOut, preparation);
    return weighed;
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

  #generatorHash(): Promise<string> {
    this.#identity ??= generatorHash(this.#contents.model);
    return this.#identity;
  }
}

/** Has all the probabilities of some examples computed and kept. */
async function takeAll(
  probabilities: EdgeProbabilities,
  examples: readonly Example[],
  { pause, progress }: Preparation,
): Promise<void> {
  for (const [done, example] of examples.entries()) {
    await pause();
    progress("weighing", done, examples.length);
    await probabilities.of([example]);
  }
  await probabilities.keep();
  progress("weighing", examples.length, examples.length);
}

function samplingOf({ generatorTemperature, generatorTopP }: RewardModelConfig): SamplingSettings {
  return { temperature: generatorTemperature, topK: 0, topP: generatorTopP };
}

/** Runs with the same key read the same probabilities, where they read any. */
function weighingKey(config: RewardModelConfig): string {
  const adaptation = adaptsGenerator(config) ? adaptationKey(config) : "frozen";
  return `${JSON.stringify(samplingOf(config))} ${adaptation}`;
}
