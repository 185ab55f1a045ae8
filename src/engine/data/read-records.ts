import { PlaygroundError } from "../errors.ts";
import type { Exchange } from "../tokenizer/conversation.ts";
import { exchangesOf, preferenceOf } from "./exchange.ts";
import { type ImportedRecord, importAll } from "./import.ts";
import type { ImportReport } from "./import-report.ts";
import { preferencePairs } from "./pair-up.ts";
import type { Preference } from "./preference.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { LabelledSteps } from "./record.ts";

/**
 * The preference pairs of a file of any known shape.
 * @throws PlaygroundError naming the place and the field of the first record that does not fit, or where there is no pair
 */
export async function readPreferences(file: ByteSource, name: string): Promise<Preference[]> {
  const pairs = preferencePairs(
    (await readRecords(file, name)).records.map(({ record }) => record),
    name,
  );
  if (pairs.length > 0) return pairs.map(preferenceOf);
  throw new PlaygroundError({
    what: "The file holds no preference pairs",
    where: name,
    expected: "a better and a worse response to one prompt",
    found: "none",
    fix: "Give pairs, or right and wrong responses to the same prompts.",
  });
}

/** What a reward model is taught by: pairs, or the label of every step. */
export type Supervision = "pairs" | "steps";

/** One thing to be trained on, as its file has it. */
export type TrainingRecord = Preference | LabelledSteps;

/**
 * What a file of any known shape gives a reward model to train on. Taught by steps it is the file's labelled steps; where
 * there are none, its pairs, whose steps a verifier has to label.
 * @throws PlaygroundError as `readPreferences` does, or where a file of labelled steps holds other records too
 */
export async function readTrainingRecords(
  file: ByteSource,
  name: string,
  supervision: Supervision,
): Promise<TrainingRecord[]> {
  if (supervision === "pairs") return readPreferences(file, name);
  const { records, report } = await readRecords(file, name);
  const steps = records.flatMap(({ record }) => (record.kind === "steps" ? [record] : []));
  if (steps.length === 0) return readPreferences(file, name);
  const stranger = records.find(({ record }) => record.kind !== "steps");
  if (!stranger) return steps;
  throw new PlaygroundError({
    what: "The file mixes labelled steps with other records",
    where: `${name}, ${report.unit} ${stranger.number}`,
    expected: "labelled steps, as in the file's other records",
    found: stranger.shape,
    fix: "Give the labelled steps a file of their own.",
  });
}

/**
 * The responses of a file of any known shape, each with its prompt: of a pair the chosen, then the rejected one.
 * @throws PlaygroundError naming the place and the field of the first record that does not fit
 */
export async function readResponses(file: ByteSource, name: string): Promise<Exchange[]> {
  return (await readRecords(file, name)).records.flatMap(({ record }) => exchangesOf(record));
}

/**
 * All records of a file: what is computed from a file should not come from a part of it unnoticed.
 * @throws PlaygroundError naming the place and the field of the first record that does not fit
 */
export async function readRecords(
  file: ByteSource,
  name: string,
): Promise<{ records: ImportedRecord[]; report: ImportReport }> {
  const read = await importAll(file, name);
  const { unit, refused, refusals } = read.report;
  const [first] = refusals;
  if (!first) return read;
  const others = refused > 1 ? `, and ${refused - 1} more` : "";
  throw new PlaygroundError({
    what: "The file has records that do not fit",
    where: `${name}, ${unit} ${first.number}, field ${first.field}${others}`,
    expected: first.expected,
    found: first.found,
    fix: "Mend or remove them; importing the file keeps the others.",
  });
}
