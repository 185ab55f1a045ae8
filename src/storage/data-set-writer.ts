import { encodeJson } from "../engine/checkpoint/json.ts";
import type { ImportReport } from "../engine/data/import-report.ts";
import { backend } from "./backend.ts";
import { dataFolder, dataLock, REFUSALS, totals, writeChunk } from "./data-chunks.ts";
import { hold } from "./locks.ts";
import type { DataChunk, DataSetRecord } from "./records.ts";

/** The description of a new data set. */
export interface NewDataSet extends Pick<DataSetRecord, "name" | "origin" | "plan"> {
  report: ImportReport;
}

/**
 * Size of a chunk: small enough to be rewritten at every edit, large enough that a large data set has only hundreds of
 * chunks.
 */
const CHUNK_CHARACTERS = 2 ** 20;

/** Writes a data set line by line. Its record is written last, so that a failure leaves no data set. */
export class DataSetWriter {
  readonly #id: string;
  readonly #letGo: () => void;
  readonly #chunks: DataChunk[] = [];
  #lines: string[] = [];
  #characters = 0;

  private constructor(id: string, letGo: () => void) {
    this.#id = id;
    this.#letGo = letGo;
  }

  /** @param write adds lines and returns the data set's description; if it throws, nothing is kept */
  static async write(write: (writer: DataSetWriter) => Promise<NewDataSet>): Promise<DataSetRecord> {
    const id = crypto.randomUUID();
    const writer = new DataSetWriter(id, (await hold(dataLock(id))) ?? (() => {}));
    try {
      return await writer.#finish(await write(writer));
    } catch (error) {
      // The record is removed first: a record without chunks would be a data set that cannot be read.
      const { tables, files } = await backend();
      await tables.dataSets.remove(id);
      await files.remove(dataFolder(id));
      throw error;
    } finally {
      writer.#letGo();
    }
  }

  /** @throws PlaygroundError if there is no room */
  async add(line: string): Promise<void> {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= CHUNK_CHARACTERS) await this.#flush();
  }

  async #flush(): Promise<void> {
    this.#chunks.push(await writeChunk(this.#id, this.#lines));
    this.#lines = [];
    this.#characters = 0;
  }

  async #finish({ report: { refusals, ...report }, ...about }: NewDataSet): Promise<DataSetRecord> {
    if (this.#lines.length > 0) await this.#flush();
    const { tables, files } = await backend();
    if (refusals.length > 0) await files.write(`${dataFolder(this.#id)}/${REFUSALS}`, encodeJson(refusals));
    const now = Date.now();
    const record: DataSetRecord = {
      ...about,
      report,
      ...(await totals(this.#chunks)),
      id: this.#id,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    await tables.dataSets.put(record);
    return record;
  }
}
