import type { FieldMap } from "./field-map.ts";
import { Account, type ImportReport, noRecords } from "./import-report.ts";
import type { ImportedRecord } from "./kept-record.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { Unit } from "./reading/entry.ts";
import { openData } from "./reading/open-data.ts";
import { RecordReader, type RecordReaderOptions } from "./record-reader.ts";
import type { ShapeId, ShapeSettings } from "./shapes/index.ts";

export interface ImportOptions extends Partial<ShapeSettings> {
  /** The shape of every record; left out, it is detected record by record. */
  shape?: ShapeId | undefined;
  /** Paths of TRL's fields in records of an unknown shape. */
  map?: FieldMap | undefined;
  /** Reads at most this many records and stops; left out, reads all. */
  first?: number | undefined;
  /** Numbers of the records to leave out: they count as read and nothing else. */
  without?: ReadonlySet<number> | undefined;
  /** Aborting ends the import with the signal's reason. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** A person's choices of how to read a file. */
export interface ImportPlan extends RecordReaderOptions {
  /** Reads at most this many records; null reads all. */
  first: number | null;
}

export interface ImportProgress {
  /** Bytes of the stored file read so far, and bytes of the whole file. */
  bytes: number;
  size: number;
  /** Number of records read so far. */
  read: number;
}

/**
 * Reads the records of a file, or of several files in turn, and hands them on as they come. Every file is read once and
 * never held as a whole. A record that does not fit is refused with the reason; reading goes on. Numbers continue from
 * file to file.
 * @param name the name of the file in errors
 * @param use takes a batch of records; the next batch is read when its promise resolves
 * @throws PlaygroundError if the file holds no records or cannot be read to its end
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

/** Reads all records of a file at once, with the report. */
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
