import { PlaygroundError, type ProblemReport } from "../errors.ts";
import { RewardRun } from "../training/reward-run.ts";
import type { SweepObjective, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import { runTrial } from "./run-trial.ts";
import type { Mark } from "./stopping.ts";
import type { Measurement, TrialOutcome } from "./trial.ts";
import type { TrialMaterials } from "./trial-materials.ts";

/** What a worker for trials is told: first of all where data and models are, which `Setup` says. */
export type ToTrialWorker<Setup> =
  | { type: "open"; setup: Setup }
  | { type: "run"; request: TrialRequest; objective: SweepObjective; marks: readonly Mark[] };

export type FromTrialWorker =
  | { type: "opened"; material: SweepMaterial }
  | { type: "unopened"; report: ProblemReport }
  | { type: "step"; step: number; measured: Measurement | null }
  /** `sound`: the worker can run another one. */
  | { type: "ended"; outcome: TrialOutcome; sound: boolean };

/** What a worker has opened: what runs are made of, and its identity. */
export interface Opened {
  materials: TrialMaterials;
  material: SweepMaterial;
}

/** Steps without a measurement are told this often at most. */
const TELL_EVERY_MS = 200;

/** The worker's end: opens what trials are made of, and runs one at a time. */
export function serveTrials<Setup>(
  open: (setup: Setup) => Promise<Opened>,
  post: (message: FromTrialWorker) => void,
): (message: ToTrialWorker<Setup>) => Promise<void> {
  let materials: TrialMaterials;
  return async (message) => {
    if (message.type === "run") return run(materials, message, post);
    try {
      const opened = await open(message.setup);
      materials = opened.materials;
      post({ type: "opened", material: opened.material });
    } catch (error) {
      post({ type: "unopened", report: reportOf(error) });
    }
  };
}

async function run(
  materials: TrialMaterials,
  { request, objective, marks }: Extract<ToTrialWorker<never>, { type: "run" }>,
  post: (message: FromTrialWorker) => void,
): Promise<void> {
  const started = performance.now();
  let toldAt = 0;
  let done = 0;
  const onStep = (step: number, measured: Measurement | null) => {
    done = step;
    if (!measured && performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    post({ type: "step", step, measured });
  };
  try {
    const reward = new RewardRun(request.config, await materials.of(request.config));
    try {
      post({ type: "ended", outcome: await runTrial(reward, { objective, marks, onStep }), sound: true });
    } finally {
      reward.dispose();
    }
  } catch (error) {
    const seconds = (performance.now() - started) / 1000;
    const outcome = failedOutcome(reportOf(error), done, seconds);
    // After anything but a divergence nobody knows which arrays there still are.
    post({ type: "ended", outcome, sound: error instanceof PlaygroundError });
  }
}

/** The outcome of a trial that came to nothing. */
export function failedOutcome(error: ProblemReport, step = 0, seconds = 0): TrialOutcome {
  return { status: "failed", step, seconds, metrics: {}, measurements: [], error };
}

function reportOf(error: unknown): ProblemReport {
  if (error instanceof PlaygroundError) return error.report;
  return { what: error instanceof Error ? error.message : String(error), where: "trial" };
}
