import { PlaygroundError } from "../../engine/errors.ts";
import { LOSS_TOLD_MS, lossBehind } from "../../engine/gpu-failure.ts";
import type { SweepMaterial } from "../../engine/sweep/record.ts";
import { failedOutcome, failureOf, type TrialMeasurement } from "../../engine/sweep/trial.ts";
import { type FromTrialWorker, TIMED_STEPS, type ToTrialWorker } from "../../engine/sweep/trial-messages.ts";
import { type TrialMaterials, timeTrials, trainTrials } from "./train-trials.ts";

/** What a worker has opened: the material of its runs, and the material's identity. */
export interface Opened extends TrialMaterials {
  material: SweepMaterial;
  /** Resolves when the device is lost (`deviceLoss`). */
  lost: Promise<PlaygroundError>;
}

/** Steps without a measurement are reported at most this often, in milliseconds. */
const TELL_EVERY_MS = 200;

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
        post({ type: "timed", milliseconds: await timeTrials(opened, configs, TIMED_STEPS) });
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
      post({ type: "unopened", report: failureOf((await lossBehind()) ?? error) });
    }
  };
}

async function run(
  opened: Opened,
  { requests, objective, marks }: Extract<ToTrialWorker<never>, { type: "run" }>,
  post: (message: FromTrialWorker) => void,
): Promise<void> {
  const started = performance.now();
  const toldAt = requests.map(() => 0);
  let done = 0;
  const onStep = (run: number, step: number, measured: TrialMeasurement | null) => {
    done = step;
    if (!measured && performance.now() - (toldAt[run] as number) < TELL_EVERY_MS) return;
    toldAt[run] = performance.now();
    post({ type: "step", run, step, measured });
  };
  try {
    const configs = requests.map(({ config }) => config);
    const outcomes = await trainTrials(opened, configs, { objective, marks, onStep });
    post({ type: "ended", outcomes, sound: true });
  } catch (error) {
    const ours = error instanceof PlaygroundError;
    const quiet = new Promise<null>((resolve) => setTimeout(resolve, LOSS_TOLD_MS, null));
    if (!ours && (await Promise.race([opened.lost, quiet]))) return;
    const seconds = (performance.now() - started) / 1000 / requests.length;
    const outcomes = requests.map(() => failedOutcome(failureOf(error), done, seconds));
    // After any error but a divergence it is not known which arrays are still alive.
    post({ type: "ended", outcomes, sound: ours });
  }
}
