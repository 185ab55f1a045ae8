import type { DataSource } from "../worker/training-records.ts";

const folder = (name: string) => new URL(name, document.baseURI).href;

/** The pairs that come with the playground. */
export const embeddedPairs: DataSource = {
  name: "embedded pairs",
  train: folder("data/preferences-train.jsonl.gz"),
  heldOut: folder("data/preferences-validation.jsonl.gz"),
};
