import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { formatJsonLines } from "../engine/data/json-lines.ts";
import { discard } from "./files.ts";

/**
 * Writes records one by one: as a JSON array if the name ends in `.json`, else as JSONL; packed if the name ends in
 * `.gz`.
 */
export class RecordFile {
  readonly #path: string;
  readonly #isArray: boolean;
  readonly #entry = new PassThrough();
  readonly #written: Promise<void>;
  /** Number of records added so far. */
  count = 0;

  private constructor(path: string) {
    this.#path = path;
    this.#isArray = /\.json(\.gz)?$/.test(path);
    const target = createWriteStream(`${path}.partial`);
    this.#written = path.endsWith(".gz")
      ? pipeline(this.#entry, createGzip({ level: 9 }), target)
      : pipeline(this.#entry, target);
    // An error is reported where `#written` is awaited.
    this.#written.catch(() => {});
  }

  /** Writes a file. It appears when everything has been added, and not at all if that fails. */
  static async write<Result>(path: string, addTo: (file: RecordFile) => Promise<Result>): Promise<Result> {
    await mkdir(dirname(path), { recursive: true });
    const file = new RecordFile(path);
    try {
      const result = await addTo(file);
      await file.#close();
      return result;
    } catch (error) {
      await file.#discard();
      throw error;
    }
  }

  async add(objects: readonly object[]): Promise<void> {
    if (objects.length === 0) return;
    await this.#write(this.#isArray ? this.#elements(objects) : formatJsonLines(objects));
    this.count += objects.length;
  }

  async #close(): Promise<void> {
    if (this.#isArray) await this.#write(this.count === 0 ? "[]\n" : "\n]\n");
    this.#entry.end();
    await this.#written;
    await rename(`${this.#path}.partial`, this.#path);
  }

  async #discard(): Promise<void> {
    this.#entry.destroy();
    await this.#written.catch(() => {});
    await discard(`${this.#path}.partial`);
  }

  #elements(objects: readonly object[]): string {
    return `${this.count === 0 ? "[\n" : ",\n"}${objects.map((object) => JSON.stringify(object)).join(",\n")}`;
  }

  async #write(text: string): Promise<void> {
    if (!this.#entry.write(text)) await Promise.race([once(this.#entry, "drain"), this.#written]);
  }
}
