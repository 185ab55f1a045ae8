import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { Backend } from "../device.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { EventLoopPause } from "../policy/event-loop.ts";
import type { GeneratorModel } from "../policy/generator-model.ts";
import type { ProbabilityCache } from "../training/cached-probabilities.ts";
import { checkGenerator } from "../training/check-generator.ts";
import { EdgeGenerator } from "../training/edge-generator.ts";
import type { Example } from "../training/pairs.ts";
import type { RewardModelConfig } from "../training/reward-model-config.ts";
import type { RunMaterial } from "../training/reward-run.ts";

export interface SweepContents {
  base: Checkpoint;
  /** Its generation probabilities weigh the edges. */
  generator: GeneratorModel;
  train: readonly Example[];
  heldOut: readonly Example[];
  padTokenId: number;
  backend: Backend;
  cache: ProbabilityCache;
  /** Workers that share a cache fill it one after another: the others find it filled. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** A model as the frozen program that gives generation probabilities. */
  open(model: GeneratorModel): Promise<CausalLM>;
}

/** What the trials of a sweep are made of. Generation probabilities are computed when the first trial needs them. */
export class TrialMaterials {
  readonly #contents: SweepContents;
  readonly #generator: EdgeGenerator;

  /** @throws PlaygroundError where the generator cannot weigh the pairs */
  constructor(contents: SweepContents) {
    const { base, generator, train, heldOut, padTokenId, backend, cache, open } = contents;
    checkGenerator(generator, base, [...train, ...heldOut]);
    this.#contents = contents;
    this.#generator = new EdgeGenerator({ model: generator, train, heldOut, padTokenId, backend, cache, open });
  }

  /** One a config. */
  async of(configs: readonly RewardModelConfig[]): Promise<RunMaterial[]> {
    const { base, train, heldOut, padTokenId, inTurn } = this.#contents;
    const breath = new EventLoopPause();
    const preparation = { pause: () => breath.ifDue(), progress: () => {} };
    await inTurn(() => this.#generator.weigh(configs, train.length, preparation));
    return configs.map((config) => {
      const pairs = this.#generator.trainingPairs(config) ?? train;
      return { base, pairs, heldOut, padTokenId };
    });
  }
}

/** Keeps generation probabilities as long as its worker lives. */
export function memoryCache(): ProbabilityCache {
  const kept = new Map<string, number[][]>();
  return {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, q) => void kept.set(key, q as number[][]),
  };
}
