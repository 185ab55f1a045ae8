import { contentHash } from "../../../engine/data/content-hash.ts";
import { importAll } from "../../../engine/data/import.ts";
import { type ImportedRecord, keptLine } from "../../../engine/data/kept-record.ts";
import { sha256Hex } from "../../../storage/archive/sha256.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { openFile } from "../../open-file.ts";

interface Opened {
  set: DataSetRecord;
  records: ImportedRecord[];
}

/** Data sets that come with the playground, by the address of their file. They are read into memory and kept nowhere. */
export class EmbeddedData {
  readonly #opened = new Map<string, Promise<Opened>>();

  /** @throws PlaygroundError if the file cannot be fetched or read */
  open(address: string): Promise<Opened> {
    const opened = this.#opened.get(address) ?? read(address);
    this.#opened.set(address, opened);
    opened.catch(() => this.#opened.delete(address));
    return opened;
  }
}

/** Whether the id of a data set is the address of one that comes with the playground. */
export function isEmbedded(id: string): boolean {
  return URL.canParse(id);
}

async function read(address: string): Promise<Opened> {
  const file = await openFile(address);
  const source = address.slice(address.lastIndexOf("/") + 1);
  const {
    records,
    report: { refusals, ...report },
  } = await importAll(file, source);
  const bytes = new TextEncoder().encode(records.map(keptLine).join(""));
  const chunk = { file: source, records: records.length, bytes: bytes.length, hash: await sha256Hex(bytes) };
  const set: DataSetRecord = {
    id: address,
    name: source.replace(/\.jsonl(\.gz)?$/, ""),
    createdAt: 0,
    updatedAt: 0,
    origin: { kind: "file", name: source, bytes: file.size },
    plan: null,
    report,
    records: records.length,
    bytes: bytes.length,
    hash: await contentHash([chunk.hash]),
    chunks: [chunk],
    deletedAt: null,
  };
  return { set, records };
}
