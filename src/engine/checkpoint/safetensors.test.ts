import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";

const tensors = new Map<string, Tensor>([
  ["a.weight", { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 0.25, 3, 1024) }],
  ["b", { shape: [], data: Float32Array.of(7) }],
  ["empty", { shape: [0, 4], data: new Float32Array(0) }],
]);
const valid = writeSafetensors(tensors, "F32");

/** A safetensors file with this header and `dataBytes` bytes of data. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

function entry(dtype: string, shape: unknown, start: unknown, end: unknown) {
  return { dtype, shape, data_offsets: [start, end] };
}

describe("round trip", () => {
  test.for(["F32", "F16"] as const)("%s", (dtype) => {
    expect(readSafetensors(writeSafetensors(tensors, dtype), "x")).toEqual(tensors);
  });

  test("the data begins at a multiple of eight bytes", () => {
    expect(Number(new DataView(valid.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  test("a file that lies at an odd place in a larger buffer", () => {
    const larger = new Uint8Array(valid.length + 3);
    larger.set(valid, 3);
    expect(readSafetensors(larger.subarray(3), "x")).toEqual(tensors);
  });

  test("BF16 is widened", () => {
    const file = fileWith({ w: entry("BF16", [2], 0, 4) }, 4);
    file.set([0x80, 0x3f, 0x20, 0xc0], file.length - 4);
    expect(readSafetensors(file, "x").get("w")?.data).toEqual(Float32Array.of(1, -2.5));
  });

  test("unwanted tensors of other types are passed over", () => {
    const file = fileWith({ mask: entry("BOOL", [4], 0, 4), w: entry("F32", [1], 4, 8) }, 8);
    expect([...readSafetensors(file, "x", (name) => name === "w").keys()]).toEqual(["w"]);
  });
});

describe("what is wrong is named", () => {
  const F32 = (start: number, end: number) => entry("F32", [(end - start) / 4], start, end);
  test.for<[string, Uint8Array, RegExp]>([
    ["no header length", new Uint8Array(7), /\(m\.safetensors\).*7 bytes/],
    ["a header beyond the file", fileWith("{}", 0).fill(0xff, 0, 7), /truncated.*header of at most 2 bytes/],
    ["a header that is not JSON", fileWith("{", 0), /not valid JSON/],
    ["a header that is a list", fileWith([], 0), /form it should/],
    ["a shape that is no shape", fileWith({ w: entry("F32", [-1], 0, 0) }, 0), /tensor w/],
    ["an unknown type", fileWith({ w: entry("X9", [1], 0, 4) }, 4), /tensor w.*found X9/],
    ["a type without floats", fileWith({ w: entry("I64", [1], 0, 8) }, 8), /F32, F16 or BF16, found I64/],
    ["a size unlike the shape", fileWith({ w: entry("F32", [3], 0, 8) }, 8), /tensor w\)\. Expected 12 bytes.*found 8/],
    ["a shape too large to count", fileWith({ w: entry("F32", [2 ** 52, 2 ** 52], 0, 8) }, 8), /tensor w/],
    ["an overlap", fileWith({ a: F32(0, 8), b: F32(4, 12) }, 12), /overlaps.*tensor b/],
    ["a hole", fileWith({ a: F32(0, 4), b: F32(8, 12) }, 12), /hole.*tensor b/],
    ["an end beyond the file", fileWith({ a: F32(0, 8) }, 4), /truncated.*tensor a/],
    ["bytes that nothing names", fileWith({ a: F32(0, 4) }, 8), /belong to no tensor/],
  ])("%s", ([, file, message]) => {
    expect(() => readSafetensors(file, "m.safetensors")).toThrow(PlaygroundError);
    expect(() => readSafetensors(file, "m.safetensors")).toThrow(message);
  });
});

describe("no broken file gives another error", () => {
  const onlyPlaygroundErrors = (file: Uint8Array) => {
    try {
      readSafetensors(file, "x");
      return true;
    } catch (error) {
      return error instanceof PlaygroundError;
    }
  };

  test("every truncation is refused", () => {
    for (let length = 0; length < valid.length; length++) {
      expect(() => readSafetensors(valid.subarray(0, length), "x")).toThrow(PlaygroundError);
    }
  });

  test("bytes changed at random", () => {
    const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, (bytes) => {
        const file = valid.slice();
        for (const [at, value] of bytes) file[at] = value;
        return onlyPlaygroundErrors(file);
      }),
      { numRuns: 500 },
    );
  });

  test("headers that lie", () => {
    const number = fc.oneof(fc.integer({ min: -2, max: 20 }), fc.maxSafeInteger(), fc.double(), fc.constant(2 ** 40));
    const record = fc.record({
      dtype: fc.oneof(fc.constantFrom("F32", "F16", "BF16", "I8", "F64"), fc.string()),
      shape: fc.oneof(fc.array(number, { maxLength: 3 }), fc.anything()),
      data_offsets: fc.oneof(fc.tuple(number, number), fc.anything()),
    });
    const header = fc.oneof(fc.dictionary(fc.string(), fc.oneof(record, fc.anything())), fc.json());
    fc.assert(
      fc.property(header, fc.nat(24), (lies, dataBytes) => {
        const json = typeof lies === "string" ? lies : JSON.stringify(lies, (_, x) => (typeof x === "bigint" ? 0 : x));
        return onlyPlaygroundErrors(fileWith(json, dataBytes));
      }),
      { numRuns: 500 },
    );
  });
});
