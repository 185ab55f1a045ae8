import { PlaygroundError } from "../errors.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { preferenceOf } from "./exchange.ts";
import { importAll } from "./import.ts";
import type { ImportReport } from "./import-report.ts";
import { checkSomeLeft, type LeftOut, Omissions } from "./left-out.ts";
import type { FieldProblem } from "./misfit.ts";
import { type Placed, type PlacedPair, preferencePairs } from "./pair-up.ts";
import { type Place, placeText } from "./place.ts";
import type { Preference } from "./preference.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { DataRecord, LabelledSteps } from "./record.ts";
import type { ShapeId } from "./shapes/index.ts";

/** A record of a file, with its place there. */
export interface PlacedRecord {
  place: Place;
  shape: ShapeId;
  record: DataRecord;
}

/** The records of a file that can be computed from, and what became of the others. */
export interface ReadRecords {
  records: PlacedRecord[];
  report: ImportReport;
  leftOut: LeftOut;
}

/** A pair as models are trained on it, with the places it comes from. */
export type PlacedPreference = Preference & Pick<PlacedPair, "places">;

/** Labelled steps with their place. */
export type PlacedSteps = LabelledSteps & Pick<PlacedRecord, "place">;

/**
 * The preference pairs of a file of any known shape.
 * @throws PlaygroundError where there is none
 */
export async function readPreferences(
  file: ByteSource,
  name: string,
): Promise<{ pairs: PlacedPreference[]; leftOut: LeftOut }> {
  const read = await readRecords(file, name);
  return { pairs: preferencesOf(read, name), leftOut: read.leftOut };
}

function preferencesOf({ records, leftOut }: PlacedRecords, name: string): PlacedPreference[] {
  const pairs = preferencePairs(records, name).map((pair) => ({ ...preferenceOf(pair), places: pair.places }));
  if (pairs.length > 0) return pairs;
  checkSomeLeft(records.length, name, leftOut);
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
export type PlacedTrainingRecord = PlacedPreference | PlacedSteps;

/** The record without its place, which says nothing of what is in it. */
export function withoutPlace(placed: PlacedTrainingRecord): TrainingRecord {
  if (!("steps" in placed)) return preferenceOf(placed);
  const { place, ...record } = placed;
  return record;
}

/** Records of a file, and what was left out of it. */
type PlacedRecords = { records: readonly Placed[]; leftOut: LeftOut };

/**
 * What a file of any known shape gives a reward model to train on.
 * @throws PlaygroundError as `trainingRecords` does
 */
export async function readTrainingRecords(
  file: ByteSource,
  name: string,
  supervision: Supervision,
): Promise<{ records: PlacedTrainingRecord[]; leftOut: LeftOut }> {
  const read = await readRecords(file, name);
  return { records: trainingRecords(read, name, supervision), leftOut: read.leftOut };
}

/**
 * What records give a reward model to train on. Taught by steps it is the labelled steps among them; where there are none, the
 * pairs, whose steps a verifier has to label.
 * @throws PlaygroundError as `readPreferences` does, or where a file of labelled steps holds other records too
 */
export function trainingRecords(read: PlacedRecords, name: string, supervision: Supervision): PlacedTrainingRecord[] {
  const { records } = read;
  const steps = records.flatMap(({ place, record }) => (record.kind === "steps" ? [{ ...record, place }] : []));
  if (supervision === "pairs" || steps.length === 0) return preferencesOf(read, name);
  const stranger = records.find(({ record }) => record.kind !== "steps");
  if (!stranger) return steps;
  throw new PlaygroundError({
    what: "The file mixes labelled steps with other records",
    where: placeText(stranger.place),
    expected: "labelled steps, as in the file's other records",
    found: stranger.record.kind === "comparison" ? "a comparison" : "a labelled response",
    fix: "Give the labelled steps a file of their own.",
  });
}

/**
 * The records of a file that whatever is computed from it can use. Left out are those that do not fit their shape, and
 * those that say the opposite of another one: whoever asked for the computation is to be told.
 * @throws PlaygroundError where none is left
 */
export async function readRecords(file: ByteSource, name: string): Promise<ReadRecords> {
  const { records, report } = await importAll(file, name);
  const unused = unusedRecords(report, name);
  const left = records
    .map(({ number, shape, record }) => ({ place: { file: name, unit: report.unit, number }, shape, record }))
    .filter(({ place }) => !unused.has(place));
  const leftOut = unused.account();
  // Refusals beyond those that are named are counted all the same.
  if (report.refused > 0) leftOut.reasons.malformed = report.refused;
  checkSomeLeft(left.length, name, leftOut);
  return { records: left, report, leftOut };
}

/** The records of an import that nothing can be computed from. */
export function unusedRecords({ unit, refusals, contradictory = [] }: ImportReport, name: string): Omissions {
  const omissions = new Omissions();
  const at = (number: number): Place => ({ file: name, unit, number });
  for (const { number, ...problem } of refusals) omissions.add(at(number), unshapely(at(number), problem));
  for (const { number, other } of contradictory) omissions.add(at(number), contradicted(at(number), other));
  return omissions;
}

/** What is wrong with a record that does not have the form it should. */
export function unshapely(place: Place, { field, expected, found }: FieldProblem): UnusableRecord {
  return new UnusableRecord("malformed", {
    what: "The record does not have the form it should",
    where: `${placeText(place)}, field ${field}`,
    ...{ expected, found },
    fix: "Mend or remove the record.",
  });
}

/** What is wrong with a record that says the opposite of another one of its file. */
export function contradicted(place: Place, other: number): UnusableRecord {
  return new UnusableRecord("contradictory labels", {
    what: `It says the opposite of ${place.unit} ${other}, so that nobody knows what is right`,
    where: placeText(place),
    fix: "Keep the one that is meant, and remove the other.",
  });
}
