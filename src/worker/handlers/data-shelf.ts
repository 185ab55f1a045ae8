import type { ImportedRecord } from "../../engine/data/import.ts";
import { dataSets } from "../../storage/data-sets.ts";
import type { DataChunk, DataSetRecord } from "../../storage/records.ts";

/** Chunks held in memory: enough for a table and its record, whatever the size of the data set. */
const CHUNKS_HELD = 8;

/** A record of a data set with its place there; the first is 0. */
export interface PlacedRecord extends ImportedRecord {
  position: number;
}

/** The data sets of this browser, a chunk at a time. */
export class DataShelf {
  /** By hash, those asked for last at the end. */
  readonly #held = new Map<string, ImportedRecord[]>();

  /** All records of a data set in their order, a chunk at a time. */
  async *walk(data: DataSetRecord, signal?: AbortSignal): AsyncGenerator<PlacedRecord[]> {
    let start = 0;
    for (const chunk of data.chunks) {
      signal?.throwIfAborted();
      const first = start;
      // Not held: a walk would push out what a table is looking at.
      const records = this.#held.get(chunk.hash) ?? (await read(data, chunk));
      yield records.map((record, i) => ({ ...record, position: first + i }));
      start += chunk.records;
    }
  }

  /** Records at some positions, in that order; positions outside of the data set are left out. */
  async at(data: DataSetRecord, positions: readonly number[]): Promise<PlacedRecord[]> {
    const found: PlacedRecord[] = [];
    for (const position of positions) {
      const place = placeOf(data, position);
      if (!place) continue;
      const record = (await this.#chunk(data, place.chunk))[place.within];
      if (record) found.push({ ...record, position });
    }
    return found;
  }

  async #chunk(data: DataSetRecord, index: number): Promise<ImportedRecord[]> {
    const chunk = data.chunks[index] as DataChunk;
    const records = this.#held.get(chunk.hash) ?? (await read(data, chunk));
    this.#held.delete(chunk.hash);
    this.#held.set(chunk.hash, records);
    const [oldest] = this.#held.keys();
    if (this.#held.size > CHUNKS_HELD && oldest !== undefined) this.#held.delete(oldest);
    return records;
  }
}

/** Which chunk a position is in, and where; null outside of the data set. */
export function placeOf({ chunks }: DataSetRecord, position: number): { chunk: number; within: number } | null {
  let start = 0;
  for (const [chunk, { records }] of chunks.entries()) {
    if (position >= start && position < start + records) return { chunk, within: position - start };
    start += records;
  }
  return null;
}

async function read(data: DataSetRecord, chunk: DataChunk): Promise<ImportedRecord[]> {
  const text = await dataSets.chunkText(data, chunk);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
