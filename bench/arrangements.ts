import {
  type Arrangement,
  arrangements,
  calibrate,
  type MeasuredArrangement,
  paceOf,
} from "../src/engine/sweep/calibrate.ts";
import { checkPlan, type SweepPlan, type TrialRequest, trialsOf } from "../src/engine/sweep/plan.ts";
import type { TrialWorker } from "../src/engine/sweep/trial-worker.ts";
import { RUNS } from "./population.ts";

/** Two workers, since the smallest machines have two cores. */
export const WORKERS = 2;

/** Number of steps of a trial, by which runs per hour are computed. */
export const STEPS = 120;

/** A sweep with two populations of trials on the embedded model. */
export const plan: SweepPlan = checkPlan(
  {
    base: { method: "bt", steps: STEPS, batchSize: 2, evalSteps: STEPS },
    vary: { learningRate: { logRange: [1e-4, 1e-3] } },
    trials: 2 * RUNS,
    pairs: 32,
    heldOut: 8,
  },
  "bench",
);

export interface ArrangementTimes {
  /** The arrangement that a sweep chooses. */
  chosen: Arrangement;
  /** The paces of each round, always in this order: one after another, populations, workers, both. */
  rounds: MeasuredArrangement[][];
}

/** Times the arrangements of trials in Node or in a page, wherever it is called. */
export async function timeArrangements(spawn: () => TrialWorker, rounds: number): Promise<ArrangementTimes> {
  const requests: readonly TrialRequest[] = trialsOf(plan);
  const { fastest: chosen } = await calibrate(requests, WORKERS, spawn);
  const crew = Array.from({ length: WORKERS }, spawn);
  try {
    await Promise.all(crew.map((worker) => worker.ready));
    const measured: MeasuredArrangement[][] = [];
    for (let round = 0; round < rounds; round++) {
      const paces: MeasuredArrangement[] = [];
      for (const one of arrangements(WORKERS, RUNS)) paces.push(await paceOf(crew, requests, one));
      measured.push(paces);
    }
    return { chosen, rounds: measured };
  } finally {
    for (const worker of crew) worker.close();
  }
}
