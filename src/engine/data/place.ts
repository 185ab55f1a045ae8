import { msg } from "../../i18n/msg.ts";
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
  return `${file}, ${NUMBERED[unit](number)}`;
}

const NUMBERED: Record<Unit, (number: number) => string> = {
  line: lineText,
  element: (number) => msg(`element ${number}`),
  row: (number) => msg(`row ${number}`),
};

export function lineText(number: number): string {
  return msg(`line ${number}`);
}
