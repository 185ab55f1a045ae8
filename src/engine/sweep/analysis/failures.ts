import type { ProblemReport } from "../../errors.ts";
import type { Trial } from "../trial.ts";

/** A reason why trials failed. */
export interface Failure {
  /** The report of the first trial that failed for this reason. */
  report: ProblemReport;
  trials: number;
}

/** The reasons why trials failed, the most frequent first. */
export function failures(trials: readonly Trial[]): Failure[] {
  const byReason = new Map<string, Failure>();
  for (const { error } of trials) {
    if (!error) continue;
    const known = byReason.get(error.what);
    byReason.set(error.what, { report: known?.report ?? error, trials: (known?.trials ?? 0) + 1 });
  }
  return [...byReason.values()].sort((a, b) => b.trials - a.trials);
}
