/**
 * `npm run recordings` makes the recordings that pages open with, by real runs of the present engine with the embedded
 * models; `npm run recordings -- explore` makes one of them.
 */
import "./iterator-helpers.ts";
import { recordAlignment } from "./recordings/alignment.ts";
import { recordExplore } from "./recordings/explore.ts";
import { readSources, writeRecorded } from "./recordings/files.ts";
import { serveSite } from "./recordings/in-process.ts";
import { recordInvitations } from "./recordings/invitations.ts";
import { materialHash } from "./recordings/material.ts";
import { recordBestOfN, recordEvaluation } from "./recordings/measurements.ts";
import { recordSweep } from "./recordings/sweep.ts";
import { recordTraining } from "./recordings/training.ts";

const recorders: Readonly<Record<string, () => Promise<object>>> = {
  explore: recordExplore,
  training: recordTraining,
  evaluation: recordEvaluation,
  "best-of-n": recordBestOfN,
  alignment: recordAlignment,
  sweep: recordSweep,
};

/** Not a recording of results, but the problems of Explore's empty page. */
const INVITATIONS = "invitations";
const names = [...Object.keys(recorders), INVITATIONS];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`No recording is called ${unknown}; there are ${names}.`);

serveSite();
const material = await materialHash();
const sources = await readSources();
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`Recording ${name}…`);
  const record = recorders[name];
  if (!record) await recordInvitations();
  else {
    await writeRecorded(name, await record());
    sources[name] = { material };
  }
}
await writeRecorded("sources", sources);
