import { PlaygroundError } from "../errors.ts";
import { BASELINE, replicates, type TrialRequest } from "./plan.ts";
import type { Confirmation, SweepRecord } from "./record.ts";
import type { Assignment } from "./space.ts";

/**
 * Plans to run a configuration again with `seeds` seeds that the sweep has not used.
 * @throws PlaygroundError if the sweep ran elsewhere: its own runs come from another program with another model
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

/** The runs of a confirmation: the configuration and the unchanged base with each of the seeds. */
export function confirmationTrials(
  { plan, trials }: SweepRecord,
  { configuration, seeds }: Confirmation,
): TrialRequest[] {
  const values: Assignment = trials.find((trial) => trial.configuration === configuration)?.values ?? {};
  return [...replicates(plan, BASELINE, {}, seeds), ...replicates(plan, configuration, values, seeds)];
}
