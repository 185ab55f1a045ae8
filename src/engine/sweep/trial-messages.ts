import type { ProblemReport } from "../errors.ts";
import type { SweepObjective, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import type { StoppingMark } from "./stopping.ts";
import type { TrialMeasurement, TrialOutcome } from "./trial.ts";

/** Messages to a worker for trials. The first one, `open`, says in `Setup` where data and models are. */
export type ToTrialWorker<Setup> =
  | { type: "open"; setup: Setup }
  /** Runs the trials; several are run as one population. */
  | {
      type: "run";
      requests: readonly TrialRequest[];
      objective: SweepObjective;
      marks: readonly (readonly StoppingMark[])[];
    }
  | { type: "time"; requests: readonly TrialRequest[] };

export type FromTrialWorker =
  | { type: "opened"; material: SweepMaterial }
  /** The device was lost, and with it the current trials. */
  | { type: "lost"; report: ProblemReport }
  | { type: "unopened"; report: ProblemReport }
  | { type: "step"; run: number; step: number; measured: TrialMeasurement | null }
  /** `sound`: whether the worker can run another trial. */
  | { type: "ended"; outcomes: readonly TrialOutcome[]; sound: boolean }
  | { type: "timed"; milliseconds: number }
  | { type: "untimed"; report: ProblemReport };

/** Steps of a timing: the first step compiles, and the fastest of the others counts. */
export const TIMED_STEPS = 3;
