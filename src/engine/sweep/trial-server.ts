import { PlaygroundError, type ProblemReport } from "../errors.ts";
import type { RewardModelConfig } from "../training/reward-model-config.ts";
import { RewardPopulation } from "../training/reward-population.ts";
import { RewardRun, type RunMaterial } from "../training/reward-run.ts";
import type { SweepObjective, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import { type PopulationWatch, runPopulation } from "./run-population.ts";
import { runTrial } from "./run-trial.ts";
import type { Mark } from "./stopping.ts";
import { failedOutcome, failureOf, type Measurement, type TrialOutcome } from "./trial.ts";

/** Messages to a worker for trials. The first one, `open`, says in `Setup` where data and models are. */
export type ToTrialWorker<Setup> =
  | { type: "open"; setup: Setup }
  /** Runs the trials; several are run as one population. */
  | { type: "run"; requests: readonly TrialRequest[]; objective: SweepObjective; marks: readonly (readonly Mark[])[] }
  | { type: "time"; requests: readonly TrialRequest[] };

export type FromTrialWorker =
  | { type: "opened"; material: SweepMaterial }
  /** The device was lost, and with it the current trials. */
  | { type: "lost"; report: ProblemReport }
  | { type: "unopened"; report: ProblemReport }
  | { type: "step"; run: number; step: number; measured: Measurement | null }
  /** `sound`: whether the worker can run another trial. */
  | { type: "ended"; outcomes: readonly TrialOutcome[]; sound: boolean }
  | { type: "timed"; milliseconds: number }
  | { type: "untimed"; report: ProblemReport };

/** The material that trials are made from. */
export interface TrialMaterials {
  /** The material of each of some runs; generation probabilities are computed when a run first needs them. */
  of(configs: readonly RewardModelConfig[]): Promise<RunMaterial[]>;
}

/** What a worker has opened: the material of its runs, and the material's identity. */
export interface Opened {
  materials: TrialMaterials;
  material: SweepMaterial;
  /** Resolves when the device is lost (`deviceLoss`). */
  lost: Promise<PlaygroundError>;
}

/** Steps without a measurement are reported at most this often, in milliseconds. */
const TELL_EVERY_MS = 200;

/**
 * After an error, the time in which a lost device reports itself: its loss shows first in errors of the current work.
 */
const LOSS_TOLD_MS = 1000;

/** Steps of a timing: the first step compiles, and the fastest of the others counts. */
export const TIMED_STEPS = 3;

/** The worker's side: opens the material of trials, then runs one trial or one population after another. */
export function serveTrials<Setup>(
  open: (setup: Setup) => Promise<Opened>,
  post: (message: FromTrialWorker) => void,
): (message: ToTrialWorker<Setup>) => Promise<void> {
  let opened: Opened;
  return async (message) => {
    if (message.type === "run") return run(opened, message, post);
    if (message.type === "time") {
      try {
        const configs = message.requests.map(({ config }) => config);
        post({ type: "timed", milliseconds: await timeStep(opened.materials, configs) });
      } catch (error) {
        post({ type: "untimed", report: failureOf(error) });
      }
      return;
    }
    try {
      opened = await open(message.setup);
      void opened.lost.then(({ report }) => post({ type: "lost", report }));
      post({ type: "opened", material: opened.material });
    } catch (error) {
      post({ type: "unopened", report: failureOf(error) });
    }
  };
}

async function run(
  { materials, lost }: Opened,
  { requests, objective, marks }: Extract<ToTrialWorker<never>, { type: "run" }>,
  post: (message: FromTrialWorker) => void,
): Promise<void> {
  const started = performance.now();
  const toldAt = requests.map(() => 0);
  let done = 0;
  const onStep = (run: number, step: number, measured: Measurement | null) => {
    done = step;
    if (!measured && performance.now() - (toldAt[run] as number) < TELL_EVERY_MS) return;
    toldAt[run] = performance.now();
    post({ type: "step", run, step, measured });
  };
  try {
    const configs = requests.map(({ config }) => config);
    const outcomes = await outcomesOf(configs, await materials.of(configs), { objective, marks, onStep });
    post({ type: "ended", outcomes, sound: true });
  } catch (error) {
    const ours = error instanceof PlaygroundError;
    const quiet = new Promise<null>((resolve) => setTimeout(resolve, LOSS_TOLD_MS, null));
    if (!ours && (await Promise.race([lost, quiet]))) return;
    const seconds = (performance.now() - started) / 1000 / requests.length;
    const outcomes = requests.map(() => failedOutcome(failureOf(error), done, seconds));
    // After any error but a divergence it is not known which arrays are still alive.
    post({ type: "ended", outcomes, sound: ours });
  }
}

async function outcomesOf(
  configs: readonly RewardModelConfig[],
  made: readonly RunMaterial[],
  watch: PopulationWatch,
): Promise<TrialOutcome[]> {
  const [config] = configs as readonly [RewardModelConfig];
  const [material] = made as readonly [RunMaterial];
  const { objective, marks, onStep } = watch;
  const training = configs.length > 1 ? new RewardPopulation(configs, made) : new RewardRun(config, material);
  try {
    if (training instanceof RewardPopulation) return await runPopulation(training, watch);
    return [await runTrial(training, { objective, marks: marks[0] ?? [], onStep: (...at) => onStep(0, ...at) })];
  } finally {
    training.dispose();
  }
}

/** Milliseconds of one step of all these trials as one population. */
async function timeStep(materials: TrialMaterials, configs: readonly RewardModelConfig[]): Promise<number> {
  const made = await materials.of(configs);
  const [config] = configs as readonly [RewardModelConfig];
  // With exactly as many pairs as a step takes, all steps have the same shape.
  const steady = made.map((material) => ({
    ...material,
    pairs: material.pairs.slice(0, config.batchSize * config.gradientAccumulationSteps),
  }));
  const [only] = steady as readonly RunMaterial[] as readonly [RunMaterial];
  const training = configs.length > 1 ? new RewardPopulation(configs, steady) : new RewardRun(config, only);
  try {
    const times: number[] = [];
    for (let step = 0; step < TIMED_STEPS; step++) {
      const started = performance.now();
      await training.advance();
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  } finally {
    training.dispose();
  }
}
