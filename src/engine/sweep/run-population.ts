import type { PairAccuracy } from "../training/evaluate-pairs.ts";
import type { RewardPopulation } from "../training/reward-population.ts";
import { checkFinite, type StepMetrics } from "../training/trainer.ts";
import { rounded } from "./pinned.ts";
import type { SweepObjective } from "./plan.ts";
import { measurementOf, trialMetrics } from "./run-trial.ts";
import { fallsBehind, type Mark } from "./stopping.ts";
import { failedOutcome, failureOf, type Measurement, type TrialOutcome } from "./trial.ts";

export interface PopulationWatch {
  objective: SweepObjective;
  /** For each run, the marks it must not fall behind; an empty list never stops it early. */
  marks: readonly (readonly Mark[])[];
  onStep(run: number, step: number, measured: Measurement | null): void;
}

/**
 * Does what `runTrial` does for a population, until its last run has ended. Runs that have ended or diverged are
 * computed along, but no longer measured. `seconds` of a run are its share of the whole time.
 */
export async function runPopulation(
  population: RewardPopulation,
  { objective, marks, onStep }: PopulationWatch,
): Promise<TrialOutcome[]> {
  const started = performance.now();
  const runs = population.configs.map(() => ({
    measurements: [] as Measurement[],
    pinned: null as TrialOutcome["pinned"],
    outcome: null as TrialOutcome | null,
  }));
  while (runs.some(({ outcome }) => outcome === null)) {
    const steps = await population.advance();
    const measured = population.evaluationDue ? await population.evaluate() : null;
    const { step } = population;
    for (const [i, run] of runs.entries()) {
      if (run.outcome) continue;
      const seconds = (performance.now() - started) / 1000 / runs.length;
      const last = steps[i] as StepMetrics;
      try {
        checkFinite(last);
        const evaluated = measured && (measured[i] as PairAccuracy);
        const measurement = evaluated && measurementOf(step, evaluated);
        if (measurement) run.measurements.push(measurement);
        if (evaluated) run.pinned = rounded(evaluated.first);
        const done = population.done(i);
        if (done || (measurement && fallsBehind(measurement, marks[i] ?? [], objective))) {
          const { measurements, pinned } = run;
          const metrics = trialMetrics(last, measurements, objective);
          const status = done ? "finished" : "stopped";
          run.outcome = { status, step, seconds, metrics, measurements, pinned, error: null };
        }
        onStep(i, step, measurement);
      } catch (error) {
        run.outcome = failedOutcome(failureOf(error), step, seconds);
      }
    }
  }
  return runs.map(({ outcome }) => outcome as TrialOutcome);
}
