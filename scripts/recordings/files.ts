import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const FOLDER = "public/recordings";

/** By recording: of which models and pairs it was made. */
export type Sources = Record<string, { material: string }>;

export async function readRecorded<Document>(name: string): Promise<Document> {
  return JSON.parse(await readFile(join(FOLDER, `${name}.json`), "utf8"));
}

export async function readSources(): Promise<Sources> {
  return readRecorded<Sources>("sources").catch(() => ({}));
}

/** Significant digits of what is recorded: more than anything shows, and a third of what a double is written with. */
const DIGITS = 6;

/** A value as it is recorded. */
export function recordedText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && !Number.isInteger(part) ? Number(part.toPrecision(DIGITS)) : part,
  );
}

export async function writeRecorded(name: string, document: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.json`), `${recordedText(document)}\n`);
}
