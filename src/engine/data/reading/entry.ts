import { type FieldProblem, WHOLE_RECORD } from "../misfit.ts";

/**
 * The unit that a file's records are counted in: lines of JSONL, elements of a JSON array, rows of Parquet. Counting
 * starts at 1.
 */
export type Unit = "line" | "element" | "row";

/** A place in a file where no value could be read, with the reason. */
export interface ReadingProblem {
  number: number;
  problem: FieldProblem;
}

export type Entry = { number: number; value: unknown } | ReadingProblem;

export function problemAt(number: number, expected: string, found: string): ReadingProblem {
  return { number, problem: { field: WHOLE_RECORD, expected, found } };
}
