import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readTextFile } from "../../src/cli/files.ts";

export const FOLDER = "public/recordings";

/** For each recording, the hash of the models and pairs that it was made from. */
export type Sources = Record<string, { material: string }>;

/** `explore.json` as it is, others packed: `src/state/recordings.ts` says why. */
const PLAIN = ["explore", "sources"];
const pathOf = (name: string) => join(FOLDER, PLAIN.includes(name) ? `${name}.json` : `${name}.json.gz`);

export async function readRecorded<Document>(name: string): Promise<Document> {
  return JSON.parse(await readTextFile(pathOf(name)));
}

export async function readSources(): Promise<Sources> {
  return readRecorded<Sources>("sources").catch(() => ({}));
}

/** Recordings with every digit: readers of a sweep compare the values of its trials with those of its plan. */
const EXACT = ["sweep"];

/** Significant digits of recorded numbers: more than any figure shows, and a third of those of a double. */
const DIGITS = 6;
/** Digits that tell every double from every other. */
const MOST_DIGITS = 17;

/** A value as it is recorded. @throws Error of a number that JSON has no word for: it would come back as another value */
export function recordedText(value: unknown, digits = DIGITS): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (ArrayBuffer.isView(part)) return Array.from(part as Float32Array);
    if (typeof part !== "number" || Number.isInteger(part)) return part;
    if (!Number.isFinite(part)) throw new Error(`${key} is ${part}, which a recording cannot hold.`);
    return Number(part.toPrecision(digits));
  });
}

export async function writeRecorded(name: string, document: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const bytes = Buffer.from(`${recordedText(document, EXACT.includes(name) ? MOST_DIGITS : DIGITS)}\n`);
  await writeFile(pathOf(name), PLAIN.includes(name) ? bytes : gzipSync(bytes, { level: 9 }));
}
