import type { NamedFile } from "../worker/evaluation-records.ts";

const named = (name: string, file: string): NamedFile => ({
  name,
  file: new URL(`data/${file}`, document.baseURI).href,
});

/** The preference pairs that come with the playground. */
export const embeddedFiles = {
  test: named("test pairs", "preferences-test.jsonl.gz"),
  validation: named("validation pairs", "preferences-validation.jsonl.gz"),
  training: named("training pairs", "preferences-train.jsonl.gz"),
};
