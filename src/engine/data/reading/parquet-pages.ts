import type { ColumnMetaData, Compressors, DataReader, FileMetaData, PageHeader, RowGroup } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from "hyparquet/src/schema.js";
import { readVarInt } from "hyparquet/src/thrift.js";

/** The largest number of values in a row group; more would not fit into memory beside the records. */
const MOST_VALUES = 2 ** 24;
/** The most values in a bit-packed run: writers put at most 63 groups of 8 values in a run and pad the last group. */
const MOST_PACKED = 504;
/** Allowance in bytes for files that state unpacked sizes without the headers of the pages. */
const SLACK = 2 ** 20;

/**
 * Checks the counts of a row group against each other. hyparquet 1.31.5 trusts every count, so that one flipped bit
 * would keep it busy for minutes; this function and `checkColumns` check the counts first.
 * @throws Error if the counts contradict each other
 */
export function checkRowGroup({ num_rows, columns }: RowGroup): void {
  const rows = within("rows in a row group", Number(num_rows), MOST_VALUES);
  for (const { meta_data } of columns) {
    const values = within("values in a column", Number(meta_data?.num_values), MOST_VALUES);
    within("rows in a row group", rows, values);
  }
}

/**
 * Checks the pages of the columns in a part of a file against the file's metadata.
 * @throws Error if a page unpacks to more bytes or holds more values than the metadata say
 */
export function checkColumns(
  part: { start: number; bytes: Uint8Array },
  { columns }: RowGroup,
  schema: FileMetaData["schema"],
  compressors: Compressors,
): void {
  for (const { meta_data } of columns) {
    if (!meta_data) continue;
    const { dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
    const start = Number(dictionary_page_offset || data_page_offset) - part.start;
    const end = start + Number(total_compressed_size);
    if (start >= 0 && end <= part.bytes.length) {
      checkColumn(part.bytes.subarray(start, end), meta_data, schema, compressors);
    }
  }
}

/** @param bytes the bytes of the column, from its first page to its last */
function checkColumn(
  bytes: Uint8Array,
  column: ColumnMetaData,
  schema: FileMetaData["schema"],
  compressors: Compressors,
): void {
  const path = getSchemaPath(schema, column.path_in_schema);
  const levels = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)];
  const mostUnpacked = 2 * Number(column.total_uncompressed_size) + SLACK;
  const reader = readerOf(bytes);
  let left = Number(column.num_values);
  while (reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    const packed = within("bytes in a page", header.compressed_page_size, bytes.length - reader.offset);
    const unpacked = within("unpacked bytes in a page", header.uncompressed_page_size, mostUnpacked);
    const page = bytes.subarray(reader.offset, reader.offset + packed);
    reader.offset += packed;
    const unpack = (part: Uint8Array, size: number) => decompressPage(part, size, column.codec, compressors);
    if (header.type === "DATA_PAGE" && header.data_page_header) {
      left -= within("values in a page", header.data_page_header.num_values, left);
      checkPage(unpack(page, unpacked), header.data_page_header, levels);
    } else if (header.type === "DATA_PAGE_V2" && header.data_page_header_v2) {
      left -= within("values in a page", header.data_page_header_v2.num_values, left);
      checkPageV2(page, unpacked, header.data_page_header_v2, levels, unpack);
    } else {
      within("values in a dictionary", header.dictionary_page_header?.num_values ?? 0, 8 * unpacked);
    }
  }
}

type V1 = NonNullable<PageHeader["data_page_header"]>;
type V2 = NonNullable<PageHeader["data_page_header_v2"]>;

/** A page of version 1: levels, each after its length, then values. */
function checkPage(page: Uint8Array, { num_values, encoding }: V1, levels: readonly number[]): void {
  const reader = readerOf(page);
  for (const level of levels) if (level > 0) checkRunsWithLength(reader, bitWidth(level), num_values);
  checkValues(reader, encoding, num_values);
}

/** A page of version 2: levels, whose lengths the header states, then values; only the values are packed. */
function checkPageV2(
  page: Uint8Array,
  unpacked: number,
  header: V2,
  levels: readonly number[],
  unpack: (part: Uint8Array, size: number) => Uint8Array,
): void {
  const { num_values, num_nulls, num_rows, encoding, is_compressed } = header;
  within("rows in a page", num_rows, num_values);
  within("empty values in a page", num_nulls, num_values);
  let start = 0;
  for (const [i, length] of [header.repetition_levels_byte_length, header.definition_levels_byte_length].entries()) {
    const end = start + within("bytes of levels", length, page.length - start);
    const level = levels[i] ?? 0;
    if (level > 0) checkRuns(readerOf(page.subarray(start, end)), bitWidth(level), num_values);
    start = end;
  }
  const values = page.subarray(start);
  const whole = is_compressed === false ? values : unpack(values, within("unpacked bytes", unpacked - start, unpacked));
  checkValues(readerOf(whole), encoding, num_values);
}

/** Checks the number of values in a page. Encodings other than these take at least a bit per value. */
function checkValues(reader: DataReader, encoding: string, count: number): void {
  if (encoding === "RLE") checkRunsWithLength(reader, 1, count);
  if (!encoding.endsWith("_DICTIONARY") || reader.offset >= reader.view.byteLength) return;
  const width = within("bits of an index", reader.view.getUint8(reader.offset++), 32);
  checkRuns(reader, width, count);
}

function checkRunsWithLength(reader: DataReader, width: number, count: number): void {
  const length = reader.view.getUint32(reader.offset, true);
  const start = reader.offset + 4;
  within("bytes of levels", length, reader.view.byteLength - start);
  checkRuns(readerOf(new Uint8Array(reader.view.buffer, reader.view.byteOffset + start, length)), width, count);
  reader.offset = start + length;
}

/** Checks Parquet's hybrid of repeated and bit-packed runs, until `count` values or the end of the bytes. */
function checkRuns(reader: DataReader, width: number, count: number): void {
  let seen = 0;
  while (seen < count && reader.offset < reader.view.byteLength) {
    const header = readVarInt(reader);
    const length = header >>> 1;
    const packed = header % 2 !== 0;
    seen += packed
      ? within("values in a run", 8 * length, count + MOST_PACKED)
      : within("values in a run", length, count);
    reader.offset += packed ? length * width : Math.ceil(width / 8);
  }
}

function within(what: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 0 && count <= most) return count;
  throw new Error(`${count} ${what}, where at most ${most} are possible`);
}

function bitWidth(level: number): number {
  return 32 - Math.clz32(level);
}

function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}
