import { PlaygroundError } from "../errors.ts";
import { BASELINE, replicates, type TrialRequest } from "./plan.ts";
import type { Confirmation, SweepRecord } from "./record.ts";
import type { Assignment } from "./space.ts";

/**
 * A configuration with as many seeds as wanted that the sweep has not used.
 * @throws PlaygroundError where the sweep ran elsewhere: runs of another program on another model would stand beside its own
 */
export function confirmationOf({ plan }: SweepRecord, configuration: number, seeds: number): Confirmation {
  if (plan.listed) {
    throw new PlaygroundError({
      what: "This sweep ran elsewhere, so nothing can be added to it here",
      where: "confirmation",
      expected: "a sweep of the playground",
      found: "the table of another program",
      fix: "Run the configuration with fresh seeds where the others ran.",
    });
  }
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
