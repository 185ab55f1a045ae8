import type { Operator } from "./attempt.ts";
import { FILLERS } from "./class.ts";
import type { StepSegment } from "./world.ts";

/** The content of one segment of a response. */
export type Statement =
  | { kind: "equation"; label: string | null; left: number; op: Operator; right: number; result: number }
  | { kind: "answer"; value: number }
  | { kind: "malformed" };

/**
 * Splits a response at ";" and line ends. The segments tile the response: each begins where the one before ended; a
 * separator belongs to the segment that it ends, and space after the last separator to the last segment. A response of
 * spaces has no segments.
 */
export function parseSteps(response: string): StepSegment[] {
  const segments: StepSegment[] = [];
  let start = 0;
  let end = 0;
  for (const [piece] of response.matchAll(/[^;\n]*[;\n]|[^;\n]+/g)) {
    end += piece.length;
    const last = segments.at(-1);
    if (piece.trim() !== "") segments.push({ text: piece.replace(/[;\n]$/, "").trim(), start, end });
    else if (last) last.end = end;
    else continue; // blank lines before the first step belong to that step
    start = end;
  }
  return segments;
}

const fillers = `(?:(?:${Object.values(FILLERS).join("|")})\\s+)*`;
const equation = new RegExp(
  `^${fillers}(?:(\\([a-z]\\))\\s*)?(\\d{1,9})\\s*([-+*/])\\s*(\\d{1,9})\\s*=\\s*(\\d{1,9})$`,
);
const answer = new RegExp(`^${fillers}answer\\s*(\\d{1,9})\\.?$`);

/** Parses a segment: `(a) 4 * 5 = 20` with or without label, `answer n`, or neither; fillers are skipped. */
export function readStatement(text: string): Statement {
  const parts = equation.exec(text);
  if (parts) {
    const [, label, left, op, right, result] = parts;
    return {
      kind: "equation",
      label: label ?? null,
      left: Number(left),
      op: op as Operator,
      right: Number(right),
      result: Number(result),
    };
  }
  const value = answer.exec(text)?.[1];
  return value === undefined ? { kind: "malformed" } : { kind: "answer", value: Number(value) };
}
