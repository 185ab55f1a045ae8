import type { FileMetaData, RowGroup } from "hyparquet";
import { PlaygroundError } from "../../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Entry } from "./entry.ts";
import type { ReadingOptions } from "./options.ts";
import { parsedJson } from "./parsed-json.ts";

/**
 * Row groups are read one at a time; a group that unpacks to more bytes would not fit into memory beside the records.
 */
const MAX_GROUP_BYTES = 2 ** 30;

/**
 * The rows of a Parquet file as JSON values. Row groups are read one at a time, each by a request for its own bytes.
 * @throws PlaygroundError if the file is damaged or a row group is too large
 */
export async function* parquetRows(
  file: ByteSource,
  name: string,
  { signal, onBytes = () => {} }: ReadingOptions,
): AsyncGenerator<Entry[]> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }, { checkRowGroup, checkColumns }] =
    await Promise.all([import("hyparquet"), import("hyparquet-compressors"), import("./parquet-pages.ts")]);
  const bytesOf = async (start: number, end = file.size) => {
    // For a range beyond the file's end a Blob returns fewer bytes, and a Blob of Node ends the process.
    if (!(start >= 0 && start <= end && end <= file.size)) throw beyond(name, start, end, file.size);
    return file.slice(start, end).arrayBuffer();
  };
  // In a damaged schema hyparquet 1.31.5 would search for geometry columns forever.
  const readAs = { geoparquet: false };
  const metadata = await readable(parquetMetadataAsync({ byteLength: file.size, slice: bytesOf }, readAs));
  checkGroups(metadata, name);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    signal?.throwIfAborted();
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await readable(rowsOf(group, rowStart, rowEnd));
    onBytes((file.size * rowEnd) / Number(metadata.num_rows));
    const first = rowStart + 1;
    yield rows.map((row, i) => ({ number: first + i, value: asJson(row) }));
    rowStart = rowEnd;
  }

  async function rowsOf(group: RowGroup, rowStart: number, rowEnd: number): Promise<Record<string, unknown>[]> {
    checkRowGroup(group);
    // When one promise fails, hyparquet does not await the others: a second, unhandled failure would end the process,
    // so failures are collected here.
    const problems: unknown[] = [];
    const checked = {
      byteLength: file.size,
      async slice(start: number, end?: number) {
        try {
          const bytes = await bytesOf(start, end);
          checkColumns({ start, bytes: new Uint8Array(bytes) }, group, metadata.schema, compressors);
          return bytes;
        } catch (problem) {
          problems.push(problem);
          return new ArrayBuffer(0);
        }
      },
    };
    const failed = (cause: unknown) => {
      throw problems[0] ?? cause;
    };
    const options = { file: checked, metadata, compressors, rowStart, rowEnd, parsers: { jsonFromBytes } };
    const rows = await parquetReadObjects(options).catch(failed);
    return problems.length > 0 ? failed(problems[0]) : rows;
  }

  async function readable<Result>(reading: Promise<Result>): Promise<Result> {
    return reading.catch((cause: unknown) => {
      if (cause instanceof PlaygroundError) throw cause;
      throw new PlaygroundError(
        {
          what: "The Parquet file cannot be read",
          where: name,
          expected: "a whole Parquet file",
          found: cause instanceof Error ? cause.message : String(cause),
          fix: "Fetch or write the file again.",
        },
        { cause },
      );
    });
  }
}

/** Parses the value of a JSON column; a value that is not valid JSON stays a text. */
function jsonFromBytes(bytes: Uint8Array | undefined): unknown {
  const text = bytes && new TextDecoder().decode(bytes);
  try {
    return text && parsedJson(text);
  } catch {
    return text;
  }
}

function beyond(name: string, start: number, end: number, size: number): PlaygroundError {
  return new PlaygroundError({
    what: "The Parquet file says its data are where it does not reach",
    where: name,
    expected: `bytes 0 to ${size}`,
    found: `bytes ${start} to ${end}`,
    fix: "Fetch or write the file again.",
  });
}

function checkGroups({ row_groups }: FileMetaData, name: string): void {
  const largest = row_groups.reduce((most, { total_byte_size }) => Math.max(most, Number(total_byte_size)), 0);
  if (largest <= MAX_GROUP_BYTES) return;
  throw new PlaygroundError({
    what: "The Parquet file has a row group too large to be read at once",
    where: name,
    expected: `at most ${MAX_GROUP_BYTES / 2 ** 20} MiB, unpacked`,
    found: `${Math.ceil(largest / 2 ** 20)} MiB`,
    fix: "Write the file with smaller row groups.",
  });
}

/** Converts a value to what JSON can express. Dates, and integers too large for a number, stay as they are. */
function asJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]));
}
