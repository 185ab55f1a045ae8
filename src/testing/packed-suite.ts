import { describe, expect, test } from "vitest";
import { importAll } from "../engine/data/import.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const line = (i: number) => `${JSON.stringify({ prompt: `Name prime ${i}.`, chosen: "7", rejected: "8" })}\n`;
const text = (count: number) => Array.from({ length: count }, (_, i) => line(i + 1)).join("");

async function gzip(content: string): Promise<Bytes> {
  const packed = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** A zstd frame (RFC 8878) with one uncompressed block. */
function zstdFrame(content: string): Bytes {
  const bytes = new TextEncoder().encode(content);
  const size = bytes.length;
  const header = [...[0x28, 0xb5, 0x2f, 0xfd], 0xa0, ...littleEndian(size, 4), ...littleEndian((size << 3) | 1, 3)];
  return Uint8Array.from([...header, ...bytes]);
}

/** Ten records packed by the zstd program, with a checksum. */
const PACKED_TEN = "KLUv/QRo1QEAcgMMEaDt0dr1BS+R1u5dNXycOnZHYL5cnzaiZfsuTq5vC51CFx/L63U4YfmY62Oze30ZAQDHrlUFBRpJiOQ=";

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => (value >>> (8 * i)) & 0xff);
}

const joined = async (...parts: (Bytes | Promise<Bytes>)[]) => new Blob(await Promise.all(parts));
const zeros = (count: number) => new Uint8Array(count);

async function read(file: Blob) {
  const { records, report } = await importAll(file, "packed");
  expect(report.refusals).toEqual([]);
  return records.length;
}

/** Tests that packed files give the same records wherever they are read. */
export function packedSuite(): void {
  describe("gzip", () => {
    test("of several members is what all of them hold, records torn between them, too", async () => {
      expect(await read(await joined(gzip(line(1)), gzip(text(2)), gzip("")))).toBe(3);
      const whole = text(3000);
      expect(await read(await joined(gzip(whole.slice(0, 70_001)), gzip(whole.slice(70_001))))).toBe(3000);
    });

    test.for([1, 3, 4, 8, 512, 100_000])("filled up with %d zeros is what it was before", async (count) => {
      expect(await read(await joined(gzip(text(2)), gzip(line(3)), zeros(count)))).toBe(3);
    });

    test("read in chunks of any size is the same", async () => {
      const file = await joined(gzip(text(20)), gzip(line(3)), zeros(40));
      for (const size of [1, 2, 7, 64]) {
        const whole = new Uint8Array(await file.arrayBuffer());
        let at = 0;
        const stream = () =>
          new ReadableStream<Bytes>({
            pull(controller) {
              if (at >= whole.length) return controller.close();
              controller.enqueue(whole.slice(at, at + size));
              at += size;
            },
          });
        const source = { size: whole.length, slice: (start: number, end?: number) => file.slice(start, end), stream };
        expect((await importAll(source, "chunks")).records).toHaveLength(21);
        at = 0;
      }
    });

    test("that was cut off, changed or goes on with something else is refused", async () => {
      const [one, two] = [await gzip(text(50)), await gzip(text(60))];
      const changed = two.slice();
      changed[changed.length - 5] = (changed.at(-5) ?? 0) ^ 1;
      const broken = [
        ...[1, 4, 8, 9, 30].map((missing) => new Blob([one, two.slice(0, -missing)])),
        new Blob([one, two.slice(0, 5)]),
        new Blob([one.slice(0, -1), two]),
        new Blob([changed, one]),
        new Blob([one, changed]),
        new Blob([one, new TextEncoder().encode("more")]),
        new Blob([one, zeros(20), new TextEncoder().encode("more")]),
      ];
      for (const file of broken)
        await expect(importAll(file, "broken.gz")).rejects.toThrow(/damaged or cut off \(broken\.gz\)/);
    });
  });

  describe("zstd", () => {
    test("of a frame or several is what they hold", async () => {
      expect(await read(await joined(zstdFrame(text(3))))).toBe(3);
      expect(await read(await joined(zstdFrame(text(2)), zstdFrame(line(3)), zstdFrame(text(200))))).toBe(203);
    });

    test("of compressed blocks is what they hold", async () => {
      const packed = Uint8Array.from(atob(PACKED_TEN), (character) => character.charCodeAt(0));
      expect(await read(await joined(packed, packed))).toBe(20);
    });

    test("that was cut off is refused", async () => {
      const frame = zstdFrame(text(30));
      await expect(importAll(new Blob([frame.slice(0, -4)]), "cut.zst")).rejects.toThrow(
        /damaged or cut off.*zstd to its end/,
      );
    });
  });

  test("a packing that is not read is named", async () => {
    const bzip2 = new Blob([Uint8Array.from([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59])]);
    await expect(importAll(bzip2, "pairs.bz2")).rejects.toThrow(/bzip2.*Unpack it/);
  });
}
