import { contentHash } from "../engine/data/content-hash.ts";
import { sha256Hex } from "./archive/sha256.ts";
import { backend } from "./backend.ts";
import { writing } from "./disk-space.ts";
import type { DataChunk, DataSetRecord } from "./records.ts";

export const DATA_ROOT = "data";
/** The file with the lines that an import refused. */
export const REFUSALS = "refusals.json";

/** The folder with all files of a data set. */
export function dataFolder(id: string): string {
  return `${DATA_ROOT}/${id}`;
}

/** The lock that is held while a data set without a record is being written. */
export function dataLock(id: string): string {
  return `data:${id}`;
}

/**
 * Writes lines in the playground's format as a new chunk of a data set.
 * @throws PlaygroundError if there is no room
 */
export async function writeChunk(id: string, lines: readonly string[]): Promise<DataChunk> {
  const bytes = new TextEncoder().encode(lines.join(""));
  const file = `${crypto.randomUUID()}.jsonl`;
  const { files } = await backend();
  await writing(bytes.length, "the data set", () => files.write(`${dataFolder(id)}/${file}`, bytes));
  return { file, records: lines.length, bytes: bytes.length, hash: await sha256Hex(bytes) };
}

/** Number of records, bytes and hash of a data set, computed from its chunks. */
export async function totals(
  chunks: DataChunk[],
): Promise<Pick<DataSetRecord, "chunks" | "records" | "bytes" | "hash">> {
  return {
    chunks,
    records: chunks.reduce((sum, { records }) => sum + records, 0),
    bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    hash: await contentHash(chunks.map(({ hash }) => hash)),
  };
}
