import { PlaygroundError, reportOf } from "../../../engine/errors.ts";
import type { SentError } from "./messages.ts";

export function sentError(error: unknown): SentError {
  return { report: reportOf(error), ours: error instanceof PlaygroundError };
}

export function receivedError({ report, ours }: SentError): Error {
  return ours ? new PlaygroundError(report) : new Error(report.what);
}
