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

/**
 * What happens before the first training step: a generator is adapted (counted in steps), and its probabilities are
 * computed (counted in pairs).
 */
export type PreparationStage = "adapting" | "weighing";

/** How the caller follows and pauses the preparation. */
export interface Preparation {
  /** Awaited between pieces of work; ends the preparation by throwing. */
  pause(): Promise<void>;
  progress(stage: PreparationStage, done: number, of: number): void;
  /** Called with the metrics of every step of an adaptation. */
  adapted?(metrics: StepMetrics): void;
}

export interface GeneratorContents {
  model: GeneratorModel;
  /** All training examples whose probabilities may be asked for. */
  train: readonly Example[];
  /** Held-out examples that may be followed through training; empty if none are. */
  heldOut: readonly Example[];
  padTokenId: number;
  /** The backend on which a generator is adapted. */
  backend: Backend;
  cache: ProbabilityCache;
  /** Opens a model as the frozen program that gives generation probabilities. */
  open(model: GeneratorModel): Promise<CausalLM>;
}

/** The generation probabilities that some runs read. */
interface Weighed {
  train: EdgeProbabilities;
  heldOut: EdgeProbabilities;
}

/**
 * The source of generation probabilities: a frozen generator, which is adapted first for runs whose config asks for it.
 */
export class EdgeGenerator {
  readonly #contents: GeneratorContents;
  #identity: Promise<string> | null = null;
  #lm: Promise<CausalLM> | null = null;
  /** Probabilities under the frozen generator, by sampling settings. */
  readonly #frozen = new Map<string, Promise<Weighed>>();
  /** Probabilities under adapted generators, by `weighingKey`, for the current or the last training. */
  #adapted = new Map<string, Weighed>();

  constructor(contents: GeneratorContents) {
    this.#contents = contents;
  }

  /**
   * Prepares the probabilities that some runs will read. A frozen generator is asked pair by pair while training goes
   * on. An adapted generator is not kept, so it is adapted here and all its probabilities are computed, once for all
   * runs that read the same ones.
   * @param pairs number of training pairs to prepare, from the first on
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

  /** Gives training pairs the probabilities that a run reads, after `weigh`; null for a run that reads none. */
  async trainingPairs(config: RewardModelConfig): Promise<EdgeProbabilities | null> {
    return usesConsistency(config) ? (await this.#weighed(config)).train : null;
  }

  /**
   * A held-out pair with the probabilities that a run reads; for a run that reads none, with the generator's raw
   * probabilities.
   */
  async heldOutPair(place: number, config: RewardModelConfig | null): Promise<Example> {
    const { heldOut } = await (config && usesConsistency(config) ? this.#weighed(config) : this.#weighedFrozen(RAW));
    const [pair] = await heldOut.of([this.#contents.heldOut[place] as Example]);
    return pair as Example;
  }

  /** Stores the probabilities computed so far in the cache. */
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

/** Computes and keeps all probabilities of some examples. */
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

/** A key that is equal for runs that read the same probabilities. */
function weighingKey(config: RewardModelConfig): string {
  const adaptation = adaptsGenerator(config) ? adaptationKey(config) : "frozen";
  return `${JSON.stringify(samplingOf(config))} ${adaptation}`;
}
