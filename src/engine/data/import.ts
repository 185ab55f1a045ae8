import type { FieldMap } from "./field-map.ts";
import { Account, type ImportReport, noRecords } from "./import-report.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { Unit } from "./reading/entry.ts";
import { openData } from "./reading/open-data.ts";
import type { DataRecord } from "./record.ts";
import { RecordReader, type RecordReaderOptions } from "./record-reader.ts";
import type { ShapeId, ShapeSettings } from "./shapes/index.ts";

export interface ImportOptions extends Partial<ShapeSettings> {
  /** The shape of every record; detected record by record where it is left out. */
  shape?: ShapeId | undefined;
  /** Where TRL's fields are found in records of a shape of their own. */
  map?: FieldMap | undefined;
  /** Reads so many records at most, and no further; all where it is left out. */
  first?: number | undefined;
  /** Records, by their numbers, that are left out: counted as read, and nothing else. */
  without?: ReadonlySet<number> | undefined;
  /** Aborting ends the import with the signal's reason. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** How a person wants a file to be read. */
export interface ImportPlan extends RecordReaderOptions {
  /** Reads so many records at most; null reads all. */
  first: number | null;
}

export interface ImportProgress {
  /** Read so far of the file as it is stored, and all there are. */
  bytes: number;
  size: number;
  /** Records read. */
  read: number;
}

/** A record with its place in the file. */
export interface ImportedRecord {
  number: number;
  shape: ShapeId;
  record: DataRecord;
}

/**
 * Reads the records of a file, or of several one after another, and hands them on as they come: each file is read once
 * and never held as a whole. A record that does not fit is refused with its reason, and stops nothing. Numbers go on from
 * file to file.
 * @param name names the file in errors
 * @param use takes a batch of records; waited for before more is read
 * @throws PlaygroundError where the file holds no records, or cannot be read to its end
 */
export async function importRecords(
  file: ByteSource | readonly ByteSource[],
  name: string,
  use: (batch: ImportedRecord[], unit: Unit) => void | Promise<void>,
  {
    shape,
    map,
    neutralIsWrong = false,
    first = Number.POSITIVE_INFINITY,
    without,
    signal,
    onProgress,
  }: ImportOptions = {},
): Promise<ImportReport> {
  const files = [file].flat() as readonly ByteSource[];
  const size = files.reduce((sum, part) => sum + part.size, 0);
  const reader = new RecordReader({ shape: shape ?? null, map: map ?? null, neutralIsWrong });
  let account: Account | null = null;
  let [bytes, bytesBefore, last] = [0, 0, 0];
  const onBytes = (read: number) => {
    bytes = bytesBefore + read;
  };
  for (const part of files) {
    const { unit, batches } = await openData(part, name, { signal, onBytes });
    account ??= new Account(unit);
    const numbersBefore = last;
    for await (const entries of batches) {
      const batch: ImportedRecord[] = [];
      for (const entry of entries.slice(0, first - account.read)) {
        last = numbersBefore + entry.number;
        if (without?.has(last)) {
          account.leaveOut();
          continue;
        }
        const outcome = reader.outcomeOf(entry);
        account.enter(last, outcome);
        if (outcome.kind === "record") batch.push({ number: last, shape: outcome.shape, record: outcome.record });
      }
      if (batch.length > 0) await use(batch, unit);
      onProgress?.({ bytes, size, read: account.read });
      if (account.read >= first) break;
    }
    if (account.read >= first) break;
    bytesBefore += part.size;
  }
  if (account && account.read > 0) return account.report();
  throw noRecords(name);
}

/** The records of a file all together, with the report. */
export async function importAll(
  file: ByteSource,
  name: string,
  options?: ImportOptions,
): Promise<{ records: ImportedRecord[]; report: ImportReport }> {
  const records: ImportedRecord[] = [];
  const keep = (batch: ImportedRecord[]) => {
    for (const record of batch) records.push(record);
  };
  const report = await importRecords(file, name, keep, options);
  return { records, report };
}
