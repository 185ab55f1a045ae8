import { msg } from "../i18n/msg.ts";
import type { NamedDataFile } from "../worker/evaluation-records.ts";

const named = (name: string, file: string): NamedDataFile => ({
  name,
  file: new URL(`data/${file}`, document.baseURI).href,
});

/** The preference pairs that come with the playground. */
export const embeddedFiles = {
  test: named(msg("test pairs"), "preferences-test.jsonl.gz"),
  validation: named(msg("validation pairs"), "preferences-validation.jsonl.gz"),
  training: named(msg("training pairs"), "preferences-train.jsonl.gz"),
};
