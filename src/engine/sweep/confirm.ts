import { BASELINE, replicates, type TrialRequest } from "./plan.ts";
import type { Confirmation, SweepRecord } from "./record.ts";
import type { Assignment } from "./space.ts";

/** A configuration with as many seeds as wanted that the sweep has not used. */
export function confirmationOf({ plan }: SweepRecord, configuration: number, seeds: number): Confirmation {
  const first = 1 + Math.max(...plan.seeds);
  return { configuration, seeds: Array.from({ length: seeds }, (_, i) => first + i) };
}

/** The runs of a confirmation: the configuration, and the base as it is, with each of its seeds. */
export function confirmationTrials(
  { plan, trials }: SweepRecord,
  { configuration, seeds }: Confirmation,
): TrialRequest[] {
  const values: Assignment = trials.find((trial) => trial.configuration === configuration)?.values ?? {};
  return [...replicates(plan, BASELINE, {}, seeds), ...replicates(plan, configuration, values, seeds)];
}
