import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { withoutPlace } from "../../engine/data/read-records.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { memoryLimits } from "../../engine/jax.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { GeneratorModel } from "../../engine/policy/generator-model.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { ProbabilityCache } from "../../engine/training/cached-probabilities.ts";
import { checkGenerator } from "../../engine/training/check-generator.ts";
import { EdgeGenerator, type Preparation } from "../../engine/training/edge-generator.ts";
import { shuffleProbabilities } from "../../engine/training/pair-probabilities.ts";
import { type Example, type Response, responsesOf } from "../../engine/training/pairs.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import { type TrainingData, type TrainingSplit, tokeniseSplit } from "../../engine/training/training-data.ts";
import { sizesOf, trainingMemory } from "../../engine/training/training-memory.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { PinnedPair, PinnedToken, TrainingPlan } from "../training-records.ts";

/** A held-out pair, or response alone, with the edge probabilities that a run reads. */
export interface Pin {
  place: number;
  pair: Example;
}

export interface DeskContents {
  device: DeviceReport;
  base: Checkpoint;
  /** Its id where it is a model of this browser; null: that of the playground. */
  baseId: string | null;
  /** What weighs the edges unless told. */
  generator: GeneratorModel;
  data: TrainingSplit;
  dataName: string;
  cache: ProbabilityCache;
  /** A model of the playground or of this browser. */
  readGenerator(id: string): Promise<GeneratorModel>;
  /** A model as the frozen program that gives generation probabilities. */
  openGenerator(model: GeneratorModel): Promise<CausalLM>;
}

/** What runs are made of: the checkpoint they start from, tokenised pairs, the generator, and the pinned pairs. */
export class TrainingDesk {
  readonly contents: DeskContents;
  /** The records that the base reads, and what was left out. */
  readonly data: TrainingData;
  readonly #tokenizer: Tokenizer;
  readonly #train: readonly Example[];
  readonly #heldOut: readonly Example[];
  readonly #padTokenId: number;
  #generator: EdgeGenerator;
  #generatorId: string | null = null;
  #places: readonly number[] = [];

  /** @throws PlaygroundError where the base reads none of the records */
  constructor(contents: DeskContents) {
    const { base, data } = contents;
    this.contents = contents;
    this.#tokenizer = checkpointTokenizer(base);
    const { contextLength } = base.config;
    this.data = tokeniseSplit(data, { tokenizer: this.#tokenizer, contextLength, world: wordProblems });
    this.#train = this.data.train.examples;
    this.#heldOut = this.data.heldOut.examples;
    this.#padTokenId = trainingIds(this.#tokenizer).padId;
    this.#generator = this.#edgeGenerator(contents.generator);
  }

  /**
   * Has another model weigh the edges from now on; null is the usual one.
   * @throws PlaygroundError where it cannot be read, or cannot weigh them; the one before stays
   */
  async chooseGenerator(id: string | null): Promise<void> {
    if (id === this.#generatorId) return;
    const { base, generator, readGenerator } = this.contents;
    const model = id === null ? generator : await readGenerator(id);
    checkGenerator(model, base, [...this.#train, ...this.#heldOut]);
    await this.#generator.release();
    this.#generator = this.#edgeGenerator(model);
    this.#generatorId = id;
  }

  /** Follows these held-out pairs from now on; places outside of the data are left out. */
  pin(places: readonly number[]): Promise<PinnedPair[]> {
    this.#places = [...new Set(places)].filter((place) => place >= 0 && place < this.#heldOut.length);
    return Promise.all(
      this.#places.map(async (place) => {
        const example = await this.#generator.heldOutPair(place, null);
        const [chosen = [], rejected = []] = responsesOf(example).map((response) => this.#tokens(response));
        const { prompt = "" } = this.data.heldOut.records[place] ?? {};
        return {
          place,
          prompt: textOf(prompt, "user"),
          chosen,
          rejected,
        };
      }),
    );
  }

  /** The pinned pairs as a run reads them. */
  pins(config: RewardModelConfig): Promise<Pin[]> {
    return Promise.all(
      this.#places.map(async (place) => {
        const pair = await this.#generator.heldOutPair(place, config);
        const [shuffled = pair] = config.edgeWeight === "shuffled" ? shuffleProbabilities([pair], config.seed) : [pair];
        return { place, pair: shuffled };
      }),
    );
  }

  /** Names the training pairs of a plan by what is in them. */
  dataHash({ pairs }: Pick<TrainingPlan, "pairs">): Promise<string> {
    return contentHash(this.data.train.records.slice(0, pairs).map(withoutPlace));
  }

  /**
   * What every run of a plan is made of, in their order.
   * @throws PlaygroundError where a run takes more memory than its share of what there is
   */
  async materials({ runs, pairs, heldOut }: TrainingPlan, preparation: Preparation): Promise<RunMaterial[]> {
    const configs = runs.map(({ config }) => config);
    const train = this.#train.slice(0, pairs);
    const { base } = this.contents;
    const limits = memoryLimits();
    const share = { ...limits, all: limits.all / runs.length };
    const measured = this.#heldOut.slice(0, heldOut);
    for (const config of configs) trainingMemory(config, base.config, sizesOf(train, measured), share);
    await this.#generator.weigh(configs, pairs, preparation);
    const common = { base, heldOut: measured, padTokenId: this.#padTokenId };
    return configs.map((config) => ({ ...common, pairs: this.#generator.trainingPairs(config) ?? train }));
  }

  release(): Promise<void> {
    return this.#generator.release();
  }

  #edgeGenerator(model: GeneratorModel): EdgeGenerator {
    const { device, cache, openGenerator } = this.contents;
    return new EdgeGenerator({
      model,
      train: this.#train,
      heldOut: this.#heldOut,
      padTokenId: this.#padTokenId,
      backend: device.backend,
      cache,
      open: openGenerator,
    });
  }

  #tokens({ ids, responseStart, q }: Response): PinnedToken[] {
    return ids.slice(responseStart).map((id, t) => ({ text: this.#tokenizer.tokenText(id), q: q?.[t] ?? 0 }));
  }
}
