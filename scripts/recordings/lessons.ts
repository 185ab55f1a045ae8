/** What the lessons of Learn draw: `npx tsx scripts/recordings/lessons.ts` writes it from the embedded models and data. */
import "../iterator-helpers.ts";
import { writeFile } from "node:fs/promises";
import { recordLessonBestOfN } from "./lesson-best-of-n.ts";
import { recordLessonPair } from "./lesson-pair.ts";
import { recordLessonResults } from "./lesson-results.ts";
import { recordLessonSweep } from "./lesson-sweep.ts";

const FOLDER = "src/features/learn/recordings";

const parts: Record<string, () => Promise<unknown>> = {
  pair: recordLessonPair,
  results: recordLessonResults,
  sweep: recordLessonSweep,
  "best-of-n": recordLessonBestOfN,
};

/** Records some parts by name, or all of them. */
for (const name of process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(parts)) {
  const record = parts[name];
  if (!record) throw new Error(`There is no part "${name}"; there are ${Object.keys(parts).join(", ")}.`);
  await writeFile(`${FOLDER}/${name}.json`, `${JSON.stringify(await record())}\n`);
  console.log(`${FOLDER}/${name}.json`);
}
