/**
 * `npm run recordings` makes the recordings that pages open with, by real runs of the present engine with the embedded
 * models; `npm run recordings -- explore` makes one of them.
 */
import "./iterator-helpers.ts";
import { recordExplore } from "./recordings/explore.ts";
import { readSources, writeRecorded } from "./recordings/files.ts";
import { serveSite } from "./recordings/in-process.ts";
import { materialHash } from "./recordings/material.ts";
import { recordBestOfN, recordEvaluation } from "./recordings/measurements.ts";
import { recordTraining } from "./recordings/training.ts";

const recorders: Readonly<Record<string, () => Promise<object>>> = {
  explore: recordExplore,
  training: recordTraining,
  evaluation: recordEvaluation,
  "best-of-n": recordBestOfN,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in recorders));
if (unknown.length > 0) throw new Error(`No recording is called ${unknown}; there are ${Object.keys(recorders)}.`);

serveSite();
const material = await materialHash();
const sources = await readSources();
for (const name of wanted.length > 0 ? wanted : Object.keys(recorders)) {
  console.log(`Recording ${name}…`);
  await writeRecorded(name, await (recorders[name] as () => Promise<object>)());
  sources[name] = { material };
}
await writeRecorded("sources", sources);
