import { join } from "node:path";
import { PlaygroundError } from "../../engine/errors.ts";
import { exists, readTextFile, writeSafely } from "../files.ts";

/** Results by name, one JSON file each; a result that is there is not computed again. */
export class Records {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param identity all that every result depends on: plan, data, models, and how figures are resampled
   * @throws PlaygroundError if the folder's results have another identity
   */
  static async open(folder: string, identity: object): Promise<Records> {
    const file = join(folder, "identity.json");
    const own = JSON.stringify(identity);
    if (!(await exists(file))) await writeSafely(file, own);
    const found = await readTextFile(file);
    if (found === own) return new Records(folder);
    throw new PlaygroundError({
      what: "The folder holds results of another plan, other data, other models or other resamples",
      where: file,
      expected: own,
      found,
      fix: "Choose another --runs folder, or remove this one to start over.",
    });
  }

  /** The result of that name; computed if there is none. */
  async get<Result>(name: string, compute: () => Promise<Result>): Promise<Result> {
    const file = this.path(`${name}.json`);
    if (await exists(file)) return JSON.parse(await readTextFile(file)) as Result;
    const result = await compute();
    await writeSafely(file, JSON.stringify(result));
    return result;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }
}
