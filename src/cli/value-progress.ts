import { formatJsonLines } from "../engine/data/json-lines.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { isExactRecord, type MeasuredRecord, parseValues } from "../engine/evaluation/value-record.ts";
import { appendText, discard, exists, readTextFile, writeText } from "./files.ts";

/** The values measured so far, in a file beside the result; its first line holds the settings. */
export class ValueProgressFile {
  readonly #file: string | undefined;
  readonly #settings: string;

  constructor(out: string | undefined, settings: object) {
    this.#file = out && `${out}.progress`;
    this.#settings = JSON.stringify(settings);
  }

  /** @throws PlaygroundError if the file belongs to other settings or other responses */
  async load(responses: readonly Pick<MeasuredRecord, "prompt" | "response">[]): Promise<MeasuredRecord[]> {
    const file = this.#file;
    if (!file) return [];
    if (!(await exists(file))) {
      await appendText(file, `${this.#settings}\n`);
      return [];
    }
    const [settings = "", ...lines] = (await readTextFile(file)).split("\n");
    // A line without its end was cut off when the process stopped.
    const text = lines.slice(0, -1).join("\n");
    const records =
      text === "" ? [] : parseValues(text, file).flatMap((record) => (isExactRecord(record) ? [] : [record]));
    const own = records.every(
      ({ prompt, response }, i) => prompt === responses[i]?.prompt && response === responses[i]?.response,
    );
    if (settings === this.#settings && own) {
      await writeText(file, `${settings}\n${formatJsonLines(records)}`);
      return records;
    }
    throw new PlaygroundError({
      what: "The unfinished values belong to other settings or other data",
      where: file,
      expected: this.#settings,
      found: settings,
      fix: "Repeat the command they come from to finish them, or remove the file.",
    });
  }

  async save(record: MeasuredRecord): Promise<void> {
    if (this.#file) await appendText(this.#file, formatJsonLines([record]));
  }

  async finish(): Promise<void> {
    if (this.#file) await discard(this.#file);
  }
}
