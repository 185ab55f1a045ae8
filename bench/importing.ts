import { importRecords } from "../src/engine/data/import.ts";
import type { ByteSource } from "../src/engine/data/reading/byte-source.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, measured, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

const MEGABYTES = 200;
const CHUNK_BYTES = 2 ** 16;

/** Measures how long a large file takes to import, and how much memory that takes. */
export const importing: Benchmark = {
  name: "importing",
  about: `${MEGABYTES} MB of preference pairs, JSONL, imported beside a loop that only cuts lines and parses them.`,
  async run() {
    const file = endlessPairs(MEGABYTES * 1e6);
    const before = memoryInUse();
    let most = before;
    const imported = async () => {
      await importRecords(file, "pairs.jsonl", () => {
        most = Math.max(most, memoryInUse());
      });
    };
    const times = await timedInTurn({ imported, bare: () => parseLines(file) }, { rounds: 3, warmUp: 1 });
    return [
      measured("import", perSecond(MEGABYTES, times.imported), "MB/s"),
      measured("bare loop", perSecond(MEGABYTES, times.bare), "MB/s"),
      ratio("import ÷ bare loop, time", times.imported, times.bare),
      counted("memory more while importing", Math.round((most - before) / 2 ** 20), "MiB", { atMost: MEGABYTES / 2 }),
    ];
  },
};

/** A file of the same pairs over and over, whose bytes are made when they are read. */
function endlessPairs(size: number): ByteSource {
  const words = (count: number, seed: number) =>
    Array.from({ length: count }, (_, i) => ((i + seed) * 2654435761).toString(36)).join(" ");
  const line = (i: number) =>
    JSON.stringify({ prompt: words(40, i), chosen: words(60, i + 7), rejected: words(60, i) });
  const block = new TextEncoder().encode(`${Array.from({ length: 1000 }, (_, i) => line(i)).join("\n")}\n`);
  return {
    size,
    slice: (start, end) => new Blob([block]).slice(start, end),
    stream() {
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= size) return controller.close();
          const start = at % block.length;
          const chunk = block.slice(start, start + CHUNK_BYTES);
          at += chunk.length;
          controller.enqueue(chunk);
        },
      });
    },
  };
}

/** Bytes that JavaScript holds, including garbage that is not yet collected. */
function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function parseLines(file: ByteSource): Promise<void> {
  let rest = "";
  for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) JSON.parse(line);
  }
}
