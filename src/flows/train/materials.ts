import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { type PlacedTrainingRecord, withoutPlace } from "../../engine/data/read-records.ts";
import type { GeneratorModel } from "../../engine/policy/generator-model.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { checkGenerator } from "../../engine/training/check-generator.ts";
import { EdgeGenerator, type Preparation } from "../../engine/training/edge-generator.ts";
import { reorderEdges, shuffledEdges } from "../../engine/training/pair-probabilities.ts";
import type { Example } from "../../engine/training/pairs.ts";
import { type RewardModelConfig, usesConsistency } from "../../engine/training/reward-model-config.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import {
  readTrainingSplit,
  type TrainingData,
  type TrainingSplit,
  tokeniseSplit,
} from "../../engine/training/training-data.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { DataShare, NamedFile, TrainingSource } from "./plan.ts";
import type { TrainingPorts } from "./ports.ts";
import { type FollowedPair, firstOf, type RunMaterials } from "./run-materials.ts";

/** What a host does with the materials beside training on them. */
export interface MaterialUse {
  /**
   * Whether held-out pairs are followed, so that an adapted generator must weigh them as well as the training pairs.
   */
  follows: boolean;
}

/**
 * The material of trainings: the records of a file in the base checkpoint's tokens, and the generator, which is opened
 * when generation probabilities are first asked for.
 */
export class TrainingMaterials implements RunMaterials {
  readonly base: Checkpoint;
  readonly tokenizer: Tokenizer;
  /** The records that the base can read, and the records that were left out. */
  readonly data: TrainingData;
  readonly #ports: TrainingPorts<never>;
  readonly #use: MaterialUse;
  #generatorId: string | null = null;
  #model: Promise<GeneratorModel> | null = null;
  #edges: Promise<EdgeGenerator> | null = null;
  #followed: readonly number[] = [];

  private constructor(base: Checkpoint, split: TrainingSplit, ports: TrainingPorts<never>, use: MaterialUse) {
    this.base = base;
    this.tokenizer = checkpointTokenizer(base);
    const { contextLength } = base.config;
    this.data = tokeniseSplit(split, { tokenizer: this.tokenizer, contextLength, world: wordProblems });
    this.#ports = ports;
    this.#use = use;
  }

  /** @throws PlaygroundError if a file or the base cannot be read, or the base can read none of the records */
  static async open<File>(
    { train, heldOut, supervision }: TrainingSource<File>,
    ports: TrainingPorts<File>,
    use: MaterialUse = { follows: false },
  ): Promise<TrainingMaterials> {
    const opened = async ({ name, file }: NamedFile<File>) => ({ name, file: await ports.openFile(file) });
    const reading = async () =>
      readTrainingSplit(await opened(train), heldOut === null ? null : await opened(heldOut), supervision);
    const [base, split] = await Promise.all([ports.readBase(), reading()]);
    return new TrainingMaterials(base, split, ports, use);
  }

  /** Reads the generator's model. @throws PlaygroundError if it cannot be read */
  generator(): Promise<GeneratorModel> {
    this.#model ??= this.#ports.readGenerator(this.#generatorId);
    return this.#model;
  }

  /**
   * Reads the generator's model and checks it against base and records. @throws PlaygroundError if it cannot weigh
   * their edges
   */
  async checkedGenerator(): Promise<GeneratorModel> {
    const model = await this.generator();
    this.#checkGenerator(model);
    return model;
  }

  /**
   * Chooses another generator for later trainings.
   * @param id null chooses the usual generator
   * @throws PlaygroundError if the model cannot be read or cannot weigh the edges; the generator before then stays
   */
  async chooseGenerator(id: string | null): Promise<void> {
    if (id === this.#generatorId) return;
    const model = await this.#ports.readGenerator(id);
    this.#checkGenerator(model);
    await this.release();
    this.#model = Promise.resolve(model);
    this.#generatorId = id;
  }

  /**
   * Follows the held-out examples with these indices; others are no longer followed. @returns the indices that exist
   */
  follow(places: readonly number[]): readonly number[] {
    const count = this.data.heldOut.examples.length;
    this.#followed = [...new Set(places)].filter((place) => place >= 0 && place < count);
    return this.#followed;
  }

  /** The followed examples with the probabilities that a run reads; null: with the generator's own probabilities. */
  async followed(config: RewardModelConfig | null): Promise<FollowedPair[]> {
    if (this.#followed.length === 0) return [];
    const edges = await this.#edgeGenerator();
    return Promise.all(
      this.#followed.map(async (place) => {
        const pair = await edges.heldOutPair(place, config);
        if (config?.edgeWeight !== "shuffled") return { place, pair };
        return { place, pair: reorderEdges(pair, shuffledEdges([pair], config.seed).get(pair) ?? []) };
      }),
    );
  }

  /** The hash of the training records' content. */
  dataHash({ pairs }: Pick<DataShare, "pairs">): Promise<string> {
    return contentHash(firstOf(this.data.train.records, pairs).map(withoutPlace));
  }

  /** The records of a share, in the form they were read in. */
  records(share: DataShare): Record<"train" | "heldOut", PlacedTrainingRecord[]> {
    return {
      train: firstOf(this.data.train.records, share.pairs),
      heldOut: firstOf(this.data.heldOut.records, share.heldOut),
    };
  }

  examples({ pairs, heldOut }: DataShare): { pairs: readonly Example[]; heldOut: readonly Example[] } {
    return { pairs: firstOf(this.data.train.examples, pairs), heldOut: firstOf(this.data.heldOut.examples, heldOut) };
  }

  async of(configs: readonly RewardModelConfig[], share: DataShare, preparation: Preparation): Promise<RunMaterial[]> {
    const { padId: padTokenId } = trainingIds(this.tokenizer);
    const common = { base: this.base, ...this.examples(share), padTokenId };
    if (!configs.some(usesConsistency)) return configs.map(() => common);
    const edges = await this.#edgeGenerator();
    const weigh = () => edges.weigh(configs, common.pairs.length, preparation);
    await (this.#ports.inTurn ? this.#ports.inTurn(weigh) : weigh());
    return Promise.all(
      configs.map(async (config): Promise<RunMaterial> => {
        const probabilities = await edges.trainingPairs(config);
        return probabilities ? { ...common, weigh: (pairs) => probabilities.of(pairs) } : common;
      }),
    );
  }

  async keepProbabilities(): Promise<void> {
    await (await this.#edges)?.keep();
  }

  /** Releases the generator's program; the next request for probabilities opens it again. */
  async release(): Promise<void> {
    await this.keepProbabilities();
    const edges = this.#edges;
    this.#edges = null;
    await (await edges)?.release();
  }

  #edgeGenerator(): Promise<EdgeGenerator> {
    this.#edges ??= this.#openEdges();
    return this.#edges;
  }

  async #openEdges(): Promise<EdgeGenerator> {
    const model = await this.checkedGenerator();
    const { backend, cache, openGenerator } = this.#ports;
    return new EdgeGenerator({
      ...{ model, backend, cache, open: openGenerator },
      train: this.data.train.examples,
      heldOut: this.#use.follows ? this.data.heldOut.examples : [],
      padTokenId: trainingIds(this.tokenizer).padId,
    });
  }

  #checkGenerator(model: GeneratorModel): void {
    checkGenerator(model, this.base, [...this.data.train.examples, ...this.data.heldOut.examples]);
  }
}
