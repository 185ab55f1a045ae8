import { PlaygroundError } from "../../errors.ts";
import type { Unpacker } from "./unpacker.ts";

/**
 * JSON packs to a tenth or so. A file that unpacks to 250 times its size, past the first 64 MiB, was made to fill
 * memories.
 */
const MAX_EXPANSION = 250;
const UNSUSPICIOUS_BYTES = 64 * 2 ** 20;

type Bytes = Uint8Array<ArrayBuffer>;

/** The packings that are understood, each with the first bytes of its files. */
const PACKINGS: { name: string; start: readonly number[]; open: () => Promise<Unpacker> }[] = [
  { name: "gzip", start: [0x1f, 0x8b], open: async () => new (await import("./gunzip.ts")).GzipUnpacker() },
  { name: "zstd", start: [0x28, 0xb5, 0x2f, 0xfd], open: async () => new (await import("./unzstd.ts")).ZstdUnpacker() },
];

/**
 * Reads the whole text of a file and unpacks it if it is packed.
 * @throws PlaygroundError if the file is damaged
 */
export async function unpackedText(file: Blob, name: string): Promise<string> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return new Response(unpacked(start, file.stream(), file.size, name)).text();
}

/** The unpacked stream of a file that begins with `start`; the stream itself if the file is not packed. */
export function unpacked(
  start: Uint8Array,
  stored: ReadableStream<Bytes>,
  size: number,
  name: string,
): ReadableStream<Bytes> {
  const packing = PACKINGS.find((known) => known.start.every((byte, i) => start[i] === byte));
  return packing ? unpackedBy(packing, stored, size, name) : stored;
}

/**
 * Unpacks a stream. Reading ends in a PlaygroundError if the file is damaged or expands far more than any data does.
 */
function unpackedBy(
  packing: (typeof PACKINGS)[number],
  stored: ReadableStream<Bytes>,
  size: number,
  name: string,
): ReadableStream<Bytes> {
  const reader = stored.getReader();
  let unpacker: Unpacker | null = null;
  let length = 0;
  return new ReadableStream({
    async pull(controller) {
      unpacker ??= await packing.open();
      for (;;) {
        const { done, value } = await reader.read();
        const parts = whole(() => (done ? (unpacker as Unpacker).end() : (unpacker as Unpacker).push(value)));
        for (const part of parts) {
          length += part.length;
          if (length > Math.max(UNSUSPICIOUS_BYTES, size * MAX_EXPANSION)) throw bomb(name, size);
          controller.enqueue(part);
        }
        if (done) return controller.close();
        if (parts.length > 0) return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });

  function whole(unpack: () => Bytes[]): Bytes[] {
    try {
      return unpack();
    } catch (cause) {
      throw damaged(name, packing.name, cause);
    }
  }
}

function damaged(name: string, packing: string, cause: unknown): PlaygroundError {
  return new PlaygroundError(
    {
      what: "The packed file is damaged or cut off",
      where: name,
      expected: `${packing} to its end`,
      found: cause instanceof Error ? cause.message : String(cause),
      fix: "Fetch or pack the file again.",
    },
    { cause },
  );
}

function bomb(name: string, size: number): PlaygroundError {
  return new PlaygroundError({
    what: "The packed file unpacks to more than data does",
    where: name,
    expected: `at most ${MAX_EXPANSION} times its ${size} bytes`,
    found: "more",
    fix: "Unpack it yourself if you trust where it comes from.",
  });
}
