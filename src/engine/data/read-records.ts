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

/** A record with its place in a file. */
export interface PlacedRecord {
  place: Place;
  shape: ShapeId;
  record: DataRecord;
}

/** The usable records of a file, and what was left out. */
export interface ReadRecords {
  records: PlacedRecord[];
  report: ImportReport;
  leftOut: LeftOut;
}

/** A preference pair in the form that models are trained on, with the places of its records. */
export type PlacedPreference = Preference & Pick<PlacedPair, "places">;

/** Labelled steps with the place of the record. */
export type PlacedSteps = LabelledSteps & Pick<PlacedRecord, "place">;

/**
 * Reads the preference pairs of a file of any known shape.
 * @throws PlaygroundError if there is no pair
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

/** What a reward model learns from: preference pairs, or the label of every step. */
export type Supervision = "pairs" | "steps";

/** A training record as its file has it: a preference pair or labelled steps. */
export type TrainingRecord = Preference | LabelledSteps;
export type PlacedTrainingRecord = PlacedPreference | PlacedSteps;

/** The record without its place, which is no part of its content. */
export function withoutPlace(placed: PlacedTrainingRecord): TrainingRecord {
  if (!("steps" in placed)) return preferenceOf(placed);
  const { place, ...record } = placed;
  return record;
}

/** The records of a file, and what was left out of the file. */
type PlacedRecords = { records: readonly Placed[]; leftOut: LeftOut };

/**
 * Reads the training records of a file of any known shape.
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
 * Picks what a reward model trains on. Learning from steps it takes the labelled steps; if there are none, it takes the
 * pairs, whose steps a verifier then labels.
 * @throws PlaygroundError as `readPreferences` does, or if a file of labelled steps holds other records too
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
 * Reads the usable records of a file. Records are left out that do not fit their shape, or that say the opposite of
 * another record; the caller has to tell the person.
 * @throws PlaygroundError if no record is left
 */
export async function readRecords(file: ByteSource, name: string): Promise<ReadRecords> {
  const { records, report } = await importAll(file, name);
  const unused = unusedRecords(report, name);
  const left = records
    .map(({ number, shape, record }) => ({ place: { file: name, unit: report.unit, number }, shape, record }))
    .filter(({ place }) => !unused.has(place));
  const leftOut = unused.account();
  // The report names only the first refusals, but counts all of them.
  if (report.refused > 0) leftOut.reasons.malformed = report.refused;
  checkSomeLeft(left.length, name, leftOut);
  return { records: left, report, leftOut };
}

/** The unusable records of an import. */
export function unusedRecords({ unit, refusals, contradictory = [] }: ImportReport, name: string): Omissions {
  const omissions = new Omissions();
  const at = (number: number): Place => ({ file: name, unit, number });
  for (const { number, ...problem } of refusals) omissions.add(at(number), unshapely(at(number), problem));
  for (const { number, other } of contradictory) omissions.add(at(number), contradicted(at(number), other));
  return omissions;
}

/** The problem of a record that does not have the expected form. */
export function unshapely(place: Place, { field, expected, found }: FieldProblem): UnusableRecord {
  return new UnusableRecord("malformed", {
    what: "The record does not have the form it should",
    where: `${placeText(place)}, field ${field}`,
    ...{ expected, found },
    fix: "Mend or remove the record.",
  });
}

/** The problem of a record that says the opposite of another record of its file. */
export function contradicted(place: Place, other: number): UnusableRecord {
  return new UnusableRecord("contradictory labels", {
    what: `It says the opposite of ${place.unit} ${other}, so that nobody knows what is right`,
    where: placeText(place),
    fix: "Keep the one that is meant, and remove the other.",
  });
}
