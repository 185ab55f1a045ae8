import { type FoundField, fieldsOf } from "./field-map.ts";
import type { ImportOptions } from "./import.ts";
import { Account, type ImportReport, noRecords } from "./import-report.ts";
import { keptLine } from "./kept-record.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import { openData } from "./reading/open-data.ts";
import type { DataRecord } from "./record.ts";
import { RecordReader } from "./record-reader.ts";
import type { ShapeId } from "./shapes/index.ts";

/** What the first records of a file tell about the file, before any record is kept. */
export interface Inspection {
  /** The report on the inspected records. */
  report: ImportReport;
  /** Whether the inspected records are all records of the file. */
  whole: boolean;
  /** Bytes of the stored file. */
  bytes: number;
  /** Estimated number of records and of bytes they take up, extrapolated from the inspected records. */
  estimate: { records: number; bytes: number };
  /** The first records that could be read. */
  sample: { shape: ShapeId; record: DataRecord }[];
  /** The fields of the first record, whatever its shape: a field map can name them. */
  fields: FoundField[];
}

const LOOKED_AT = 200;
const SAMPLE = 3;

/**
 * Inspects the first 200 records of a file, or of the first of several files.
 * @throws PlaygroundError if the file cannot be opened or is empty
 */
export async function inspectData(
  files: readonly [ByteSource, ...ByteSource[]],
  name: string,
  { shape, map, neutralIsWrong = false }: Pick<ImportOptions, "shape" | "map" | "neutralIsWrong"> = {},
): Promise<Inspection> {
  let bytes = 0;
  const [file] = files;
  const { unit, batches } = await openData(file, name, { onBytes: (read) => (bytes = read) });
  const reader = new RecordReader({ shape: shape ?? null, map: map ?? null, neutralIsWrong });
  const account = new Account(unit);
  const sample: Inspection["sample"] = [];
  let example: unknown = null;
  let [seen, kept, whole] = [0, 0, true];
  for await (const entries of batches) {
    seen += entries.length;
    for (const entry of entries.slice(0, LOOKED_AT - account.read)) {
      if ("value" in entry && example === null) example = entry.value;
      const outcome = reader.outcomeOf(entry);
      account.enter(entry.number, outcome);
      if (outcome.kind !== "record") continue;
      kept += keptLine({ number: entry.number, ...outcome }).length;
      if (sample.length < SAMPLE) sample.push({ shape: outcome.shape, record: outcome.record });
    }
    whole = seen <= LOOKED_AT;
    if (!whole) break;
  }
  whole &&= files.length === 1;
  if (whole && account.read === 0) throw noRecords(name);
  const size = files.reduce((sum, part) => sum + part.size, 0);
  const report = account.report();
  // The part of the file that was read holds more records than were inspected.
  const all = whole ? report.read : (size * seen) / bytes;
  const records = Math.round((all * report.used) / Math.max(1, report.read));
  return {
    report,
    whole,
    bytes: size,
    estimate: { records, bytes: Math.round((records * kept) / Math.max(1, report.used)) },
    sample,
    fields: fieldsOf(example),
  };
}
