import type { ProblemReport } from "../engine/errors.ts";

const KEPT = 5;

/** An error that the page has shown. */
export interface HeardError {
  /** Milliseconds since the page was opened. */
  after: number;
  report: ProblemReport;
}

let heard: readonly HeardError[] = [];

/** Keeps an error that the page shows; one that is shown again is kept once. */
export function hear(report: ProblemReport): void {
  const text = JSON.stringify(report);
  if (heard.some((other) => JSON.stringify(other.report) === text)) return;
  heard = [...heard, { after: Math.round(performance.now()), report }].slice(-KEPT);
}

/** The errors that the page showed last, the oldest first. */
export function lastErrors(): readonly HeardError[] {
  return heard;
}
