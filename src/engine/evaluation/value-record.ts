import * as v from "valibot";
import { parseJsonLines } from "../data/json-lines.ts";
import type { ExactValues } from "./exact-values.ts";
import type { ValueEstimate } from "./values.ts";

/** A response with the measured values of its prefixes, as a file has it. */
export interface MeasuredRecord {
  prompt: string;
  response: string;
  /** Values, ascending by position. */
  values: ValueEstimate[];
}

/** A response with its exact values under the class of students. */
export interface ExactRecord {
  prompt: string;
  response: string;
  /** V\* by position, ascending; null from the first token on that no student writes. */
  values: { position: number; value: number | null }[];
  /** q\* of every response token. */
  q: number[];
}

export type ValueRecord = MeasuredRecord | ExactRecord;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer());
const position = v.pipe(count, v.minValue(-1));
const texts = { prompt: v.string(), response: v.string() };
const measured: v.GenericSchema<MeasuredRecord> = v.object({
  ...texts,
  values: v.array(
    v.object({ position, successes: v.pipe(count, v.minValue(0)), rollouts: v.pipe(count, v.minValue(1)) }),
  ),
});
const exact: v.GenericSchema<ExactRecord> = v.object({
  ...texts,
  values: v.array(v.object({ position, value: v.nullable(share) })),
  q: v.array(share),
});
const record: v.GenericSchema<ValueRecord> = v.lazy((value) => (isExactForm(value) ? exact : measured));

/** Only exact records have the class's probabilities `q`. */
function isExactForm(value: unknown): boolean {
  return typeof value === "object" && value !== null && "q" in value;
}

export function isExactRecord(value: ValueRecord): value is ExactRecord {
  return "q" in value;
}

/** A response's exact values as a record, at the given positions or at all positions. */
export function exactRecord(
  { prompt, response }: Pick<ExactRecord, "prompt" | "response">,
  { prompt: start, tokens, q }: ExactValues,
  positions?: readonly number[],
): ExactRecord {
  const all = [start, ...tokens].map((value, i) => ({ position: i - 1, value }));
  const values = positions ? positions.flatMap((position) => all[position + 1] ?? []) : all;
  return { prompt, response, values, q };
}

/** @throws PlaygroundError naming the line and the field of the first malformed record */
export function parseValues(text: string, file: string): ValueRecord[] {
  return parseJsonLines(text, file, record);
}
