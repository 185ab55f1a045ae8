import type { ExportFormat } from "./export-format.ts";
import type { Refusal } from "./import-report.ts";
import { Misfit, WHOLE_RECORD } from "./misfit.ts";
import {
  type DataRecord,
  type ImportedPreference,
  type LabelledResponse,
  type LabelledSteps,
  pairsOf,
} from "./record.ts";
import { writeIcrmOutcome } from "./shapes/icrm-outcome.ts";
import { writeAlpaca } from "./shapes/llamafactory-alpaca.ts";
import { writeIcrmPreference, writeSharegpt } from "./shapes/llamafactory-sharegpt.ts";
import { writeTrlPreference } from "./shapes/trl-explicit.ts";
import { writeTrlStepwise } from "./shapes/trl-stepwise.ts";
import { writeTrlUnpaired } from "./shapes/trl-unpaired.ts";

/** How a format writes each kind of record; null if the format cannot express that kind. */
interface Writers {
  pair: (pair: ImportedPreference) => object;
  response: ((response: LabelledResponse) => object) | null;
  steps: ((steps: LabelledSteps) => object) | null;
}

const WRITERS: Record<ExportFormat, Writers> = {
  trl: { pair: writeTrlPreference, response: writeTrlUnpaired, steps: writeTrlStepwise },
  "llamafactory-alpaca": { pair: writeAlpaca, response: null, steps: null },
  "llamafactory-sharegpt": { pair: writeSharegpt, response: null, steps: null },
  icrm: { pair: writeIcrmPreference, response: writeIcrmOutcome, steps: null },
};

/**
 * A record in another tool's format, one object for every pair of a comparison. Importing the objects gives the same
 * record.
 * @throws Misfit if the format cannot express the record
 */
export function exported(record: DataRecord, format: ExportFormat): object[] {
  const writers = WRITERS[format];
  if (record.kind === "comparison") return pairsOf(record).map(writers.pair);
  const written = record.kind === "response" ? writers.response?.(record) : writers.steps?.(record);
  if (written) return [written];
  const found = record.kind === "response" ? "a labelled response" : "labelled steps";
  throw new Misfit({ field: WHOLE_RECORD, expected: "a preference pair", found });
}

/**
 * Records in another tool's format, and the numbers of the records that the format cannot express, with the reasons.
 */
export function exportRecords(
  records: Iterable<{ number: number; record: DataRecord }>,
  format: ExportFormat,
): { objects: object[]; leftOut: Refusal[] } {
  const objects: object[] = [];
  const leftOut: Refusal[] = [];
  for (const { number, record } of records) {
    try {
      objects.push(...exported(record, format));
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      const { field, expected, found } = thrown;
      leftOut.push({ number, field, expected, found });
    }
  }
  return { objects, leftOut };
}
