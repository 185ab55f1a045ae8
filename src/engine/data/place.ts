import type { Unit } from "./reading/entry.ts";

/** Where a record stands, so that a person finds it again: the fourth line of a file. */
export interface Place {
  file: string;
  unit: Unit;
  /** The first is 1. */
  number: number;
}

/** "pairs.jsonl, line 4". */
export function placeText({ file, unit, number }: Place): string {
  return `${file}, ${unit} ${number}`;
}
