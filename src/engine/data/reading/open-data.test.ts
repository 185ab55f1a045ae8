import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Entry } from "./entry.ts";
import { openData } from "./open-data.ts";
import type { ReadingOptions } from "./options.ts";
import { MAX_RECORD_BYTES } from "./pending.ts";

/** A file that arrives in chunks of these sizes, over and over. */
function chunked(content: string | Uint8Array, sizes: readonly number[]): ByteSource {
  const blob = new Blob([typeof content === "string" ? content : Uint8Array.from(content)]);
  return {
    size: blob.size,
    slice: (start, end) => blob.slice(start, end),
    stream() {
      let at = 0;
      let turn = 0;
      return new ReadableStream({
        async pull(controller) {
          if (at >= blob.size) return controller.close();
          const end = at + (sizes[turn % sizes.length] as number);
          controller.enqueue(new Uint8Array(await blob.slice(at, end).arrayBuffer()));
          at = end;
          turn += 1;
        },
      });
    },
  };
}

async function read(content: string | Uint8Array, options?: ReadingOptions, sizes = [2 ** 16]) {
  const { unit, batches } = await openData(chunked(content, sizes), "file", options);
  const entries: Entry[] = [];
  for await (const batch of batches) entries.push(...batch);
  return { unit, entries };
}

const values = (entries: Entry[]) => entries.map((entry) => ("value" in entry ? entry.value : entry.problem));
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
const object = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue());

describe("JSONL", () => {
  test("is the same however the bytes arrive, packed or not", async () => {
    const lines = fc.array(object, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lines, sizes, fc.constantFrom("\n", "\r\n", "\n\n \t\n"), async (objects, chunks, end) => {
        const text = objects.map((value) => JSON.stringify(value)).join(end);
        for (const content of [text, `\uFEFF${text}${end}`, gzipSync(text)]) {
          const { unit, entries } = await read(content, {}, chunks);
          expect(unit).toBe("line");
          expect(values(entries)).toEqual(objects.map((value) => JSON.parse(JSON.stringify(value))));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("counts blank lines and names what is no JSON by its line", async () => {
    const { entries } = await read('\n{"a":1}\r\n\r\n{"a":}\n[2]\n"three"\n{"a":4');
    expect(entries.map(({ number }) => number)).toEqual([2, 4, 5, 6, 7]);
    expect(values(entries)).toMatchObject([
      { a: 1 },
      { expected: "one JSON value", found: expect.stringMatching(/^"\{\\"a\\":\}": /) },
      [2],
      "three",
      { expected: "one JSON value", found: '"{\\"a\\":4": the end of the file' },
    ]);
  });

  test("refuses a line in another encoding and keeps the others", async () => {
    const latin = Uint8Array.from([...'{"a":"'].map((c) => c.charCodeAt(0)).concat(0xe9, 0x22, 0x7d, 0x0a));
    const { entries } = await read(Buffer.concat([latin, Buffer.from('{"a":"é"}\n')]));
    expect(values(entries)).toMatchObject([{ expected: "UTF-8 text" }, { a: "é" }]);
  });

  test("refuses a line that is too long to be a record, and reads on", async () => {
    const long = JSON.stringify({ a: "x".repeat(MAX_RECORD_BYTES) });
    const { entries } = await read(`${long}\n{"a":1}`);
    expect(entries).toMatchObject([
      { number: 1, problem: { expected: "at most 8.0 MiB", found: "8.0 MiB" } },
      { number: 2, value: { a: 1 } },
    ]);
  });

  test.for([
    ['{"a":1,"b":{"c":[{"a":1}]},"a":2}', "a"],
    ['{"x":{"\\u0061":1, "a" :2}}', "a"],
  ] as const)("refuses a key given twice: %s", async ([line, field]) => {
    const { entries } = await read(line);
    expect(values(entries)).toEqual([{ field, expected: "every key once", found: "the key twice" }]);
  });

  test("takes keys that only look alike, and nesting as deep as the line is long", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const { entries } = await read(`{"a":{"a":"a"},"b":["a","a",{"a":"\\\\"}]}\n{"a":${deep}}\n{"__proto__":{"a":1}}`);
    expect(entries.every((entry) => "value" in entry)).toBe(true);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

test("a table of separated values is named as what it is, once", async () => {
  for (const head of ["prompt,chosen,rejected", "\uFEFFprompt;chosen", '"a question"\tanswer']) {
    await expect(read(`${head}\n"What, then?",b,c\n`)).rejects.toThrow("(CSV)");
  }
  // A line of JSON has separators too.
  expect((await read('"a,b"\n{"a":1,"b":2}')).entries).toHaveLength(2);
});

describe("a JSON array", () => {
  test("is the same however it is written and arrives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), sizes, async (array, indent, chunks) => {
        const text = JSON.stringify(array, null, indent);
        const { unit, entries } = await read(` \n${text}\n`, {}, chunks);
        expect(unit).toBe("element");
        expect(values(entries)).toEqual(JSON.parse(text));
        expect(entries.map(({ number }) => number)).toEqual(array.map((_, i) => i + 1));
      }),
      { numRuns: 60 },
    );
  });

  test("loses an element that is no JSON, and no other", async () => {
    const { entries } = await read('[{"a":1}, {"a":oops}, {"a":3}]');
    expect(entries).toMatchObject([{ value: { a: 1 } }, { number: 2, problem: {} }, { value: { a: 3 } }]);
  });

  test.for([
    ['[{"a":1}, {"a":', 3, "the end of the file"],
    ['[{"a":1}', 2, "the end of the file"],
    ['[{"a":1},\n', 2, "the end of the file"],
    ['[{"a":1}]\n{"a":2}', 2, "more"],
  ] as const)("says where it breaks off or what follows it: %s", async ([text, number, found]) => {
    const { entries } = await read(text);
    expect(entries.at(-1)).toMatchObject({ number, problem: { found: expect.stringContaining(found) } });
  });
});

describe("what cannot be read ends in a message with the file's name", () => {
  const packed = gzipSync('{"a":1}\n'.repeat(1000));
  const flipped = Uint8Array.from(packed, (byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte));

  test.for<[string, Uint8Array, RegExp]>([
    ["gzip cut off", packed.subarray(0, -12), /damaged or cut off \(file\)/],
    ["gzip with a wrong checksum", flipped, /damaged or cut off/],
    ["a gzip bomb", gzipSync(Buffer.alloc(2 ** 27, " ")), /unpacks to more than data does/],
    ["a zip archive", Buffer.from("PK\u0003\u0004rest"), /found a zip archive/],
    ["a pointer", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), /Git LFS.*git lfs pull/],
    ["a page", Buffer.from("\n<!doctype html>\n<title>404</title>"), /HTML.*Download the file itself/],
    ["UTF-16", Buffer.from('\uFEFF{"a":1}', "utf16le"), /found UTF-16/],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), /not text/],
    ["Parquet in gzip", gzipSync("PAR1 and so on PAR1"), /found packed Parquet/],
    ["Parquet cut off", Buffer.from("PAR1 and so on"), /Parquet file cannot be read \(file\)/],
  ])("%s", async ([, content, reason]) => {
    const reading = read(content);
    await expect(reading).rejects.toThrow(PlaygroundError);
    await expect(reading).rejects.toThrow(reason);
  });
});

test("gzip of several members, as `cat a.gz b.gz` makes it, is read to its end", async () => {
  const members = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]);
  expect(values((await read(members)).entries)).toEqual([{ a: 1 }, { a: 2 }]);
});

test("tells how much has been read, and stops reading when asked", async () => {
  const text = '{"a":1}\n'.repeat(10_000);
  const stop = new AbortController();
  const progress: number[] = [];
  const onBytes = (bytes: number) => {
    progress.push(bytes);
    if (bytes > 20_000) stop.abort();
  };
  await expect(read(text, { signal: stop.signal, onBytes }, [4096])).rejects.toThrow(/abort/i);
  expect(progress[0]).toBe(4096);
  expect(progress.at(-1)).toBeLessThan(text.length / 2);
});

test("any bytes at all are read or refused, never anything else", async () => {
  const starts = fc.constantFrom([], [0x1f, 0x8b, 8], [0x50, 0x41, 0x52, 0x31], [0x5b], [0xef, 0xbb, 0xbf, 0x5b]);
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 200 }), sizes, async (start, bytes, chunks) => {
      const reading = read(Uint8Array.from([...start, ...bytes]), {}, chunks);
      await reading.catch((error: unknown) => expect(error).toBeInstanceOf(PlaygroundError));
    }),
    { numRuns: 200 },
  );
});
