import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import type { FileSlices } from "./file-set.ts";
import { bfloatToFloat, floatToHalf, halfToFloat } from "./float16.ts";
import { checked, jsonObject, parseJson } from "./json.ts";

/** A dense array, row-major. */
export interface Tensor {
  shape: number[];
  data: Float32Array;
}

export type FloatType = "F32" | "F16";

/** A tensor's place in a safetensors file; `start` and `end` are bytes from the beginning of the file. */
export interface TensorEntry {
  dtype: string;
  shape: number[];
  start: number;
  end: number;
}

const BYTES: Record<string, number> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

// The reference implementation's limit on the header.
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const headerEntry = v.object({
  dtype: v.string(),
  shape: v.array(count),
  data_offsets: v.tuple([count, count]),
});

/**
 * Reads a safetensors file; F16 and BF16 are widened to float32.
 * @param wanted which tensors to read; of the others (integer buffers, say) only the place is checked
 * @throws PlaygroundError naming file, tensor, expected and found if the file is truncated or contradicts itself
 */
export function readSafetensors(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean = () => true,
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of headerOf(bytes, bytes.length, file)) {
    if (!wanted(name)) continue;
    // Copied through the buffer: a Node Buffer's own slice is a view, and tensors must be aligned and owned.
    const stored = bytes.buffer.slice(bytes.byteOffset + entry.start, bytes.byteOffset + entry.end);
    tensors.set(name, { shape: entry.shape, data: widen(stored, entry, name, file) });
  }
  return tensors;
}

/**
 * Reads the names, types and places of a file's tensors from its header alone.
 * @throws PlaygroundError if the header is truncated, or contradicts itself or the length of the file
 */
export async function readSafetensorsHeader(from: FileSlices, file: string): Promise<Map<string, TensorEntry>> {
  const length = headerLength(await beginning(from, LENGTH_BYTES), from.size, file);
  return headerOf(await beginning(from, LENGTH_BYTES + length), from.size, file);
}

/** Bytes of one number of the tensor. */
export function bytesEach({ dtype }: TensorEntry): number {
  return BYTES[dtype] as number;
}

/** Writes a safetensors file; the tensors come in the order of the map. */
export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>, dtype: FloatType): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const start = end;
    end += data.length * (BYTES[dtype] as number);
    header[name] = { dtype, shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Readers map tensors in place, so the data begins at a multiple of 8; the format pads with spaces.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES + json.length, LENGTH_BYTES + headerBytes);
  file.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors.values()) {
    const stored = dtype === "F32" ? data : floatToHalf(data);
    file.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), offset);
    offset += stored.byteLength;
  }
  return file;
}

/**
 * Parses and checks the header.
 * @param bytes the beginning of the file, at least to the end of the header
 */
function headerOf(bytes: Uint8Array, fileLength: number, file: string): Map<string, TensorEntry> {
  const dataStart = LENGTH_BYTES + headerLength(bytes, fileLength, file);
  const json = parseJson(bytes.subarray(LENGTH_BYTES, dataStart), `${file}, header`);
  const records = checked(jsonObject, json, `${file}, header`);
  const entries = new Map<string, TensorEntry>();
  for (const [name, record] of Object.entries(records)) {
    if (name === "__metadata__") continue;
    const { dtype, shape, data_offsets } = checked(headerEntry, record, `${file}, tensor ${name}`);
    const entry = { dtype, shape, start: dataStart + data_offsets[0], end: dataStart + data_offsets[1] };
    checkSize(entry, name, file);
    entries.set(name, entry);
  }
  checkPlaces(entries, dataStart, fileLength, file);
  return entries;
}

async function beginning(from: FileSlices, length: number): Promise<Uint8Array> {
  return new Uint8Array(await from.slice(0, Math.min(length, from.size)).arrayBuffer());
}

function headerLength(bytes: Uint8Array, fileLength: number, file: string): number {
  if (bytes.length < LENGTH_BYTES) throw truncated(file, `at least ${LENGTH_BYTES} bytes`, `${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  const room = Math.min(fileLength - LENGTH_BYTES, MAX_HEADER_BYTES);
  if (length > BigInt(room)) throw truncated(file, `a header of at most ${room} bytes`, `one of ${length} bytes`);
  return Number(length);
}

function checkSize({ dtype, shape, start, end }: TensorEntry, name: string, file: string): void {
  const each = BYTES[dtype];
  if (each === undefined) {
    throw broken(file, name, "has a number type that is not known", Object.keys(BYTES).join(", "), dtype);
  }
  const size = shape.reduce((product, side) => product * side, each);
  if (end - start !== size) {
    throw broken(file, name, "has a size that contradicts its shape", bytesOf(size, dtype, shape), `${end - start}`);
  }
}

/** The format wants the tensors side by side: without overlaps or holes, and within the file. */
function checkPlaces(entries: Map<string, TensorEntry>, dataStart: number, fileEnd: number, file: string): void {
  const inOrder = [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  let end = dataStart;
  for (const [name, entry] of inOrder) {
    if (entry.end > fileEnd) throw truncated(file, `${entry.end} bytes for tensor ${name}`, `${fileEnd} bytes`);
    if (entry.start !== end) {
      const fault = entry.start < end ? "overlaps the tensor before it" : "leaves a hole before it";
      throw broken(file, name, fault, `a start at byte ${end}`, `${entry.start}`);
    }
    end = entry.end;
  }
  if (end !== fileEnd) {
    throw new PlaygroundError({
      what: "A weights file has bytes that belong to no tensor",
      where: file,
      expected: `${end} bytes`,
      found: `${fileEnd} bytes`,
    });
  }
}

/** Widens the bytes of a tensor, or of a part of it, to float32. @throws PlaygroundError if the type is no float */
export function widen(
  stored: ArrayBufferLike,
  { dtype, shape }: Pick<TensorEntry, "dtype" | "shape">,
  name: string,
  file: string,
): Float32Array {
  if (dtype === "F32") return new Float32Array(stored);
  if (dtype === "F16") return halfToFloat(new Uint16Array(stored));
  if (dtype === "BF16") return bfloatToFloat(new Uint16Array(stored));
  throw broken(file, name, "cannot be used", "F32, F16 or BF16", `${dtype} [${shape}]`);
}

function bytesOf(size: number, dtype: string, shape: readonly number[]): string {
  return `${size} bytes for ${dtype} [${shape}]`;
}

function truncated(file: string, expected: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: "A weights file is truncated or is not safetensors",
    where: file,
    expected,
    found,
    fix: "Download the file again.",
  });
}

function broken(file: string, tensor: string, fault: string, expected: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: `A tensor ${fault}`,
    where: `${file}, tensor ${tensor}`,
    expected,
    found,
    fix: "Download or export the file again.",
  });
}
