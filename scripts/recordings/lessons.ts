/**
 * `npm run recordings:lessons`: makes anew what the lessons of Learn draw, by the present engine with the embedded models and
 * from the results of `icrm reproduce`; `npm run recordings:lessons -- pair` makes one part of it.
 */
import "../iterator-helpers.ts";
import { recordLessonBestOfN } from "./lesson-best-of-n.ts";
import { lessonFile, lessonSources, type PartName, writeLesson } from "./lesson-files.ts";
import { recordLessonPair } from "./lesson-pair.ts";
import { recordLessonResults } from "./lesson-results.ts";
import { recordLessonSweep } from "./lesson-sweep.ts";
import { materialHash } from "./material.ts";

const recorders: Record<PartName, () => Promise<object>> = {
  pair: recordLessonPair,
  results: recordLessonResults,
  sweep: recordLessonSweep,
  "best-of-n": recordLessonBestOfN,
};
const names = Object.keys(recorders) as PartName[];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in recorders));
if (unknown.length > 0) throw new Error(`No part of the lessons is called ${unknown}; there are ${names.join(", ")}.`);

const sources = await lessonSources();
const material = await materialHash();
for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  await writeLesson(name, await recorders[name]());
  sources[name] = { material };
  await writeLesson("sources", sources);
  console.log(lessonFile(name));
}
