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

export async function writeRecorded(name: string, document: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(document)}\n`);
}
