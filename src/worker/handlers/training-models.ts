import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { baseOf, type ModelEntry, parseModelIndex } from "../../engine/checkpoint/model-index.ts";
import type { CheckpointSource } from "../../engine/checkpoint/source.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { isStored } from "../../storage/stored-model.ts";
import { storedCheckpoint } from "../../storage/stored-source.ts";

/** The checkpoints that a training can be made of: those of the playground, and those of this browser. */
export class TrainingModels {
  readonly #base: string;
  readonly #generator: string;
  readonly #folder: string;
  readonly #source: (address: string) => CheckpointSource;
  readonly #index: readonly ModelEntry[];

  private constructor(
    folder: string,
    source: (address: string) => CheckpointSource,
    index: readonly ModelEntry[],
    base: string | null,
  ) {
    const start = base ?? baseOf(index)?.id;
    if (start === undefined) {
      throw new PlaygroundError({
        what: "There is no policy to start reward models from",
        where: `${folder}index.json`,
        expected: 'an entry of kind "policy"',
        found: "none",
      });
    }
    this.#base = start;
    this.#generator = base ?? index.find(({ kind }) => kind === "policy")?.id ?? start;
    this.#folder = folder;
    this.#source = source;
    this.#index = index;
  }

  /**
   * @param folder address of the models, with a slash at its end
   * @param source files below an address
   * @param base id of the model that reward models start from; null: the backbone of the playground, or its policy where
   *   it has no other
   * @throws PlaygroundError where the index cannot be read, or lists no policy
   */
  static async list(
    folder: string,
    source: (address: string) => CheckpointSource,
    base: string | null,
  ): Promise<TrainingModels> {
    const index = parseModelIndex(await source(folder).read("index.json"), "index.json");
    return new TrainingModels(folder, source, index, base);
  }

  /** The playground's models that can weigh edges in the place of the usual generator. */
  get others(): { id: string; name: string }[] {
    const generators = this.#index.filter(({ id, kind }) => id !== this.#generator && kind !== "base");
    return generators.map(({ id, name }) => ({ id, name }));
  }

  /** What weighs the edges unless told: the policy of the playground, or a base of this browser itself. */
  readGenerator(): Promise<Checkpoint> {
    return this.read(this.#generator);
  }

  /** What reward models start from. @throws PlaygroundError where its checkpoint cannot be read */
  readBase(): Promise<Checkpoint> {
    return this.read(this.#base);
  }

  /** @throws PlaygroundError where there is no such model, or its checkpoint cannot be read */
  async read(id: string): Promise<Checkpoint> {
    if (isStored(id)) return storedCheckpoint(id);
    const entry = this.#index.find((model) => model.id === id);
    if (entry) return { ...(await loadCheckpoint(this.#source(`${this.#folder}${entry.path}`))), name: entry.name };
    throw new PlaygroundError({
      what: "There is no such model",
      where: id,
      expected: `${this.#index.map((model) => model.id).join(", ")}, or a model of this browser`,
      fix: "Choose another one.",
    });
  }
}
