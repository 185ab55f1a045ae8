import type { ImportedRecord } from "../../../engine/data/kept-record.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { DataChunk, DataSetRecord } from "../../../storage/records.ts";
import { EmbeddedData, isEmbedded } from "./embedded.ts";

/** Number of chunks in memory: enough for a table and a record, whatever the size of the data set. */
const CHUNKS_HELD = 8;

/** A record of a data set with its position there, from 0. */
export interface KeptRecord extends ImportedRecord {
  position: number;
}

/** Reads data sets, those of this browser and those that come with the playground, chunk by chunk. */
export class DataShelf {
  readonly #embedded = new EmbeddedData();
  /** Chunks by hash; those asked for last come last. */
  readonly #held = new Map<string, ImportedRecord[]>();

  /**
   * A data set.
   * @param id that of a data set of this browser, or the address of the file of one that comes with the playground
   * @throws PlaygroundError if it is gone, or its file cannot be fetched
   */
  async get(id: string): Promise<DataSetRecord> {
    return isEmbedded(id) ? (await this.#embedded.open(id)).set : dataSets.get(id);
  }

  /** All records of a data set in order, chunk by chunk. */
  async *walk(data: DataSetRecord, signal?: AbortSignal): AsyncGenerator<KeptRecord[]> {
    let start = 0;
    for (const chunk of data.chunks) {
      signal?.throwIfAborted();
      const first = start;
      // A chunk read here is not held: a pass over all chunks would push out those that a table shows.
      const records = this.#held.get(chunk.hash) ?? (await this.#read(data, chunk));
      yield records.map((record, i) => ({ ...record, position: first + i }));
      start += chunk.records;
    }
  }

  /** The records at some positions, in that order; positions outside of the data set are left out. */
  async at(data: DataSetRecord, positions: readonly number[]): Promise<KeptRecord[]> {
    const found: KeptRecord[] = [];
    for (const position of positions) {
      const place = chunkPlace(data, position);
      if (!place) continue;
      const record = (await this.#chunk(data, place.chunk))[place.within];
      if (record) found.push({ ...record, position });
    }
    return found;
  }

  async #chunk(data: DataSetRecord, index: number): Promise<ImportedRecord[]> {
    const chunk = data.chunks[index] as DataChunk;
    const records = this.#held.get(chunk.hash) ?? (await this.#read(data, chunk));
    this.#held.delete(chunk.hash);
    this.#held.set(chunk.hash, records);
    const [oldest] = this.#held.keys();
    if (this.#held.size > CHUNKS_HELD && oldest !== undefined) this.#held.delete(oldest);
    return records;
  }

  async #read(data: DataSetRecord, chunk: DataChunk): Promise<ImportedRecord[]> {
    if (isEmbedded(data.id)) return (await this.#embedded.open(data.id)).records;
    const text = await dataSets.chunkText(data, chunk);
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
}

/** The chunk that holds a position, and the position in the chunk; null outside of the data set. */
export function chunkPlace({ chunks }: DataSetRecord, position: number): { chunk: number; within: number } | null {
  let start = 0;
  for (const [chunk, { records }] of chunks.entries()) {
    if (position >= start && position < start + records) return { chunk, within: position - start };
    start += records;
  }
  return null;
}
