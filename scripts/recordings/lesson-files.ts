import { readFile, writeFile } from "node:fs/promises";

const FOLDER = "src/features/learn/recordings";

export const PARTS = ["pair", "results", "sweep", "best-of-n"] as const;
export type PartName = (typeof PARTS)[number];

/** By part: the SHA-256 of the embedded models and pairs when it was made. */
export type LessonSources = Partial<Record<PartName, { material: string }>>;

export function lessonFile(name: PartName | "sources"): string {
  return `${FOLDER}/${name}.json`;
}

export async function readLesson(name: PartName | "sources"): Promise<unknown> {
  return JSON.parse(await readFile(lessonFile(name), "utf8"));
}

export async function writeLesson(name: PartName | "sources", content: object): Promise<void> {
  await writeFile(lessonFile(name), `${JSON.stringify(content)}\n`);
}

/** Empty before anything was recorded. */
export async function lessonSources(): Promise<LessonSources> {
  return (await readLesson("sources").catch(() => ({}))) as LessonSources;
}
