import type { Unit } from "./reading/entry.ts";

/** The place of a record in its file, by which a person finds the record again. */
export interface Place {
  file: string;
  unit: Unit;
  /** The number of the line, element or row, counted from 1. */
  number: number;
}

/** "pairs.jsonl, line 4". */
export function placeText({ file, unit, number }: Place): string {
  return `${file}, ${unit} ${number}`;
}
