import { msg } from "../../../i18n/msg.ts";
import { PlaygroundError, type ProblemReport } from "../../errors.ts";
import { excerpt } from "../misfit.ts";
import { ArraySplitter } from "./array-splitter.ts";
import type { ByteSource } from "./byte-source.ts";
import { chunksOf, counted } from "./chunks.ts";
import type { Entry, ReadingProblem, Unit } from "./entry.ts";
import { jsonEntry } from "./json-entry.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { ReadingOptions } from "./options.ts";
import { parquetRows } from "./parquet.ts";
import { concatenated, isBlank, type ValueBytes } from "./pending.ts";
import type { Splitter } from "./splitter.ts";
import { unpacked } from "./unpacked.ts";

/** The values of a file, in order. */
export interface DataReading {
  unit: Unit;
  batches: AsyncIterable<Entry[]>;
}

type Bytes = Uint8Array<ArrayBuffer>;

const PARQUET = [0x50, 0x41, 0x52, 0x31];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const ARRAY = 0x5b;
const LINE_FEED = 0x0a;

/** The first bytes of files that cannot be imported, what such a file is, and what to do about it. */
const FOREIGN: [number[], string, string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive", "Unpack it and give the file in it."],
  [PARQUET, "packed Parquet", "Unpack it: Parquet is packed inside."],
  [[0x42, 0x5a, 0x68], "a file packed with bzip2", "Unpack it, or pack it with gzip or zstd."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "a file packed with xz", "Unpack it, or pack it with gzip or zstd."],
  [[0x04, 0x22, 0x4d, 0x18], "a file packed with lz4", "Unpack it, or pack it with gzip or zstd."],
  [[0x1f, 0x8b], "gzip in a packed file", "Unpack it."],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd in a packed file", "Unpack it."],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], "an Arrow file", "Write it as Parquet or JSONL."],
  [[0xff, 0xfe], "UTF-16 text", "Save it as UTF-8."],
  [[0xfe, 0xff], "UTF-16 text", "Save it as UTF-8."],
  [ascii("version https://git-lfs"), "a pointer of Git LFS, not the data", "Fetch the data: git lfs pull does it."],
  [ascii("<"), "a page (HTML or XML)", "Download the file itself: a server may have answered with a page about it."],
];

/**
 * Opens JSONL, a JSON array or Parquet; the text formats may be packed with gzip or zstd. The bytes decide, not the
 * name of the file. A text is never held as a whole.
 * @param name the name of the file in errors
 * @throws PlaygroundError, now or while reading, if the file has none of these formats
 */
export async function openData(
  file: ByteSource,
  name: string,
  { signal, onBytes = () => {} }: ReadingOptions = {},
): Promise<DataReading> {
  const start = new Uint8Array(await file.slice(0, PARQUET.length).arrayBuffer());
  if (startsWith(start, PARQUET)) return { unit: msg("row"), batches: parquetRows(file, name, { signal, onBytes }) };
  const stored = counted(file.stream(), onBytes);
  const chunks = chunksOf(unpacked(start, stored, file.size, name), signal);
  const head = await visibleHead(chunks);
  try {
    checkText(head, name);
  } catch (error) {
    await chunks.return(undefined);
    throw error;
  }
  const isArray = visible(head)[0] === ARRAY;
  const splitter = isArray ? new ArraySplitter() : new LineSplitter();
  return { unit: isArray ? msg("element") : msg("line"), batches: entries(splitter, head, chunks) };
}

const HEAD_BYTES = 2 ** 16;

/** Reads chunks until a visible character comes or the text is clearly almost empty; drops a byte order mark. */
async function visibleHead(chunks: AsyncGenerator<Bytes>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < HEAD_BYTES && (head.length < BYTE_ORDER_MARK.length || isBlank(head))) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = concatenated([head, value]);
    if (startsWith(head, BYTE_ORDER_MARK)) head = head.subarray(BYTE_ORDER_MARK.length);
  }
  return head;
}

function checkText(head: Uint8Array, name: string): void {
  const report: Pick<ProblemReport, "where" | "expected"> = { where: name, expected: "JSONL, a JSON array or Parquet" };
  for (const [start, found, fix] of FOREIGN) {
    if (startsWith(visible(head), start))
      throw new PlaygroundError({ what: "The file cannot be imported", ...report, found, fix });
  }
  const table = tableHead(head);
  if (table !== null) {
    throw new PlaygroundError({
      what: "The file is a table of separated values (CSV), which is not read",
      ...report,
      found: excerpt(table),
      fix: "Write it as JSONL, an object a row; pandas does it: read_csv(…).to_json(…, orient='records', lines=True).",
    });
  }
  if (!head.includes(0)) return;
  const fix = "Export the data as one of these.";
  throw new PlaygroundError({ what: "The file is not text", ...report, found: "bytes that are no text", fix });
}

/** Two names or more with separators between them, as the first line of a table has them; no line of JSON looks so. */
const TABLE_HEAD = /^(?:"[^"]*"|[A-Za-z_][\w .-]*)(?:[,;\t](?:"[^"]*"|[\w .-]*))+$/;

/** The first line, if it is that of a table; null if it is not, or not whole. */
function tableHead(head: Uint8Array): string | null {
  const end = head.indexOf(LINE_FEED);
  if (end < 0) return null;
  const line = new TextDecoder().decode(head.subarray(0, end)).trim();
  return TABLE_HEAD.test(line) ? line : null;
}

async function* entries(splitter: Splitter, head: Uint8Array, chunks: AsyncGenerator<Bytes>): AsyncGenerator<Entry[]> {
  yield splitter.push(head).map(toEntry);
  for await (const chunk of chunks) yield splitter.push(chunk).map(toEntry);
  yield splitter.end().map(toEntry);
}

function toEntry(piece: ValueBytes | ReadingProblem): Entry {
  return "problem" in piece ? piece : jsonEntry(piece);
}

/** The bytes from the first visible character on. */
function visible(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => !isBlank(Uint8Array.of(byte)));
  return bytes.subarray(Math.max(0, first));
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
