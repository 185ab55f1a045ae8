import type { ProblemReport } from "../../errors.ts";
import type { Trial } from "../trial.ts";

/** What trials failed of. */
export interface Failure {
  /** Of the first of them. */
  report: ProblemReport;
  trials: number;
}

/** Why trials failed, the commonest reason first. */
export function failures(trials: readonly Trial[]): Failure[] {
  const byReason = new Map<string, Failure>();
  for (const { error } of trials) {
    if (!error) continue;
    const known = byReason.get(error.what);
    byReason.set(error.what, { report: known?.report ?? error, trials: (known?.trials ?? 0) + 1 });
  }
  return [...byReason.values()].sort((a, b) => b.trials - a.trials);
}
