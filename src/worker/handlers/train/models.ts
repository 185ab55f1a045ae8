import { type Checkpoint, loadCheckpoint, loadTextSide } from "../../../engine/checkpoint/checkpoint.ts";
import { baseOf, type IndexedModel, parseModelIndex } from "../../../engine/checkpoint/model-index.ts";
import type { CheckpointSource } from "../../../engine/checkpoint/source.ts";
import { PlaygroundError } from "../../../engine/errors.ts";
import { CLASS_MODEL } from "../../../engine/policy/class-entry.ts";
import { classModel, classNotTrainable } from "../../../engine/policy/class-model.ts";
import { otherGenerators } from "../../../engine/policy/generator-choices.ts";
import type { GeneratorModel } from "../../../engine/policy/generator-model.ts";
import { isStored } from "../../../storage/stored-model.ts";
import { storedCheckpoint } from "../../../storage/stored-source.ts";

/** The models that a training can use: those of the playground, the class of students, and those of this browser. */
export class TrainingModels {
  readonly #base: string;
  readonly #generator: string;
  readonly #policy: IndexedModel;
  readonly #folder: string;
  readonly #source: (address: string) => CheckpointSource;
  readonly #index: readonly IndexedModel[];

  private constructor(
    folder: string,
    source: (address: string) => CheckpointSource,
    index: readonly IndexedModel[],
    base: string | null,
  ) {
    const policy = index.find(({ kind }) => kind === "policy");
    if (!policy) {
      throw new PlaygroundError({
        what: "There is no policy to start reward models from",
        where: `${folder}index.json`,
        expected: 'an entry of kind "policy"',
        found: "none",
      });
    }
    this.#base = base ?? baseOf(index)?.id ?? policy.id;
    this.#generator = base ?? policy.id;
    this.#policy = policy;
    this.#folder = folder;
    this.#source = source;
    this.#index = index;
  }

  /**
   * @param folder address of the models, with a slash at its end
   * @param source opens files below an address
   * @param base id of the model that reward models start from; null is the playground's base, or its policy if it has
   *   no base
   * @throws PlaygroundError if the index cannot be read or lists no policy
   */
  static async list(
    folder: string,
    source: (address: string) => CheckpointSource,
    base: string | null,
  ): Promise<TrainingModels> {
    const index = parseModelIndex(await source(folder).read("index.json"), "index.json");
    return new TrainingModels(folder, source, index, base);
  }

  /** Models that can weigh edges instead of the usual generator: the class and the playground's other models. */
  get others(): { id: string; name: string }[] {
    return otherGenerators(this.#index, this.#generator);
  }

  /** Reads the model that reward models start from. @throws PlaygroundError if its checkpoint cannot be read */
  readBase(): Promise<Checkpoint> {
    return this.#read(this.#base);
  }

  /**
   * Reads the model that weighs edges.
   * @param id null is the playground's policy, or, if the base is a model of this browser, the base
   * @throws PlaygroundError if there is no such model, or its files cannot be read
   */
  async readGenerator(id: string | null): Promise<GeneratorModel> {
    if (id === null) return this.#read(this.#generator);
    return id === CLASS_MODEL ? classModel(await loadTextSide(this.#sourceOf(this.#policy))) : this.#read(id);
  }

  async #read(id: string): Promise<Checkpoint> {
    if (id === CLASS_MODEL) throw classNotTrainable();
    if (isStored(id)) return storedCheckpoint(id);
    const entry = this.#index.find((model) => model.id === id);
    if (entry) return { ...(await loadCheckpoint(this.#sourceOf(entry))), name: entry.name };
    throw new PlaygroundError({
      what: "There is no such model",
      where: id,
      expected: `${this.#index.map((model) => model.id).join(", ")}, or a model of this browser`,
      fix: "Choose another model.",
    });
  }

  #sourceOf({ path }: IndexedModel): CheckpointSource {
    return this.#source(`${this.#folder}${path}`);
  }
}
