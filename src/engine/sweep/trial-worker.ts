import type { Channel } from "../channel.ts";
import { PlaygroundError } from "../errors.ts";
import type { SweepObjective, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import type { StoppingMark } from "./stopping.ts";
import type { TrialMeasurement, TrialOutcome } from "./trial.ts";
import type { FromTrialWorker, ToTrialWorker } from "./trial-messages.ts";

/** To a thread or worker in which `serveTrials` runs. */
export type TrialChannel<Setup> = Channel<ToTrialWorker<Setup>, FromTrialWorker>;

interface Waiting {
  hear(message: FromTrialWorker): void;
  fail(error: PlaygroundError): void;
}

/** The main thread's side of a worker for trials: it runs one trial, or one population, at a time. */
export class TrialWorker<Setup = unknown> {
  readonly #channel: TrialChannel<Setup>;
  /** Resolves when the worker has read its data and models. @throws PlaygroundError if it cannot read them */
  readonly ready: Promise<SweepMaterial>;
  #waiting: Waiting | null = null;
  #opened = false;
  #sound = true;

  constructor(channel: TrialChannel<Setup>, setup: Setup) {
    this.#channel = channel;
    channel.listen(
      (message) => {
        if (message.type === "lost") this.#die(`${message.report.what}: ${message.report.found}`);
        else this.#waiting?.hear(message);
      },
      (reason) => this.#die(reason),
    );
    this.ready = this.#ask<SweepMaterial>({ type: "open", setup }, (message, resolve, reject) => {
      if (message.type === "opened") {
        this.#opened = true;
        resolve(message.material);
      }
      if (message.type === "unopened") reject(new PlaygroundError(message.report));
    });
    // A rejection reaches those who await `ready`; if nobody does, it must not become an unhandled one.
    this.ready.catch(() => {});
  }

  /** Whether the worker can run another trial. */
  get sound(): boolean {
    return this.#sound;
  }

  /**
   * Runs trials.
   * @param requests one trial, or several to run as one population
   * @param marks one list of marks per trial
   * @throws PlaygroundError if the worker dies
   */
  run(
    requests: readonly TrialRequest[],
    objective: SweepObjective,
    marks: readonly (readonly StoppingMark[])[],
    onStep: (run: number, step: number, measured: TrialMeasurement | null) => void,
  ): Promise<readonly TrialOutcome[]> {
    return this.#ask<readonly TrialOutcome[]>({ type: "run", requests, objective, marks }, (message, resolve) => {
      if (message.type === "step") onStep(message.run, message.step, message.measured);
      if (message.type !== "ended") return;
      this.#sound = message.sound;
      resolve(message.outcomes);
    });
  }

  /**
   * Milliseconds of one step of these trials as one population.
   * @throws PlaygroundError if the trials cannot be run together on this device
   */
  time(requests: readonly TrialRequest[]): Promise<number> {
    return this.#ask<number>({ type: "time", requests }, (message, resolve, reject) => {
      if (message.type === "timed") resolve(message.milliseconds);
      if (message.type === "untimed") reject(new PlaygroundError(message.report));
    });
  }

  /** Ends the worker, with any current trial. */
  close(): void {
    this.#channel.close();
    this.#sound = false;
    this.#waiting?.fail(death("it was closed"));
  }

  #die(reason: string): void {
    this.#sound = false;
    this.#waiting?.fail(this.#opened ? death(reason) : stillbirth(reason));
  }

  #ask<T>(
    message: ToTrialWorker<Setup>,
    hear: (message: FromTrialWorker, resolve: (value: T) => void, reject: (error: Error) => void) => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting = { hear: (answer) => hear(answer, resolve, reject), fail: reject };
      this.#channel.post(message);
    });
  }
}

function death(reason: string): PlaygroundError {
  return new PlaygroundError({
    what: "A worker ended in the middle of a trial",
    where: "worker",
    found: reason,
    expected: "a trial that ends",
    fix: "If it happens again, run fewer workers at once: each needs memory of its own.",
  });
}

function stillbirth(reason: string): PlaygroundError {
  return new PlaygroundError({
    what: "A worker for trials could not start",
    where: "engine",
    found: reason,
    expected: "a worker that reads data and models",
    fix: "Run fewer workers at once: each needs memory of its own.",
  });
}
