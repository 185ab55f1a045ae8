import { PlaygroundError } from "../errors.ts";
import type { SweepObjective, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import type { Mark } from "./stopping.ts";
import type { Measurement, TrialOutcome } from "./trial.ts";
import type { FromTrialWorker, ToTrialWorker } from "./trial-server.ts";

/** A thread or worker that `serveTrials` answers in. */
export interface TrialChannel<Setup> {
  post(message: ToTrialWorker<Setup>): void;
  listen(hear: (message: FromTrialWorker) => void, died: (reason: string) => void): void;
  close(): void;
}

interface Waiting {
  hear(message: FromTrialWorker): void;
  fail(error: PlaygroundError): void;
}

/** The other end: one trial at a time, or one population. */
export class TrialWorker<Setup = unknown> {
  readonly #channel: TrialChannel<Setup>;
  /** Resolves when its data and models are read. @throws PlaygroundError where they cannot be */
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
    // Whoever waits hears of it; nobody may.
    this.ready.catch(() => {});
  }

  /** Whether it can run another trial. */
  get sound(): boolean {
    return this.#sound;
  }

  /**
   * @param requests one trial, or several as one population
   * @param marks one list a trial
   * @throws PlaygroundError when the worker dies of it
   */
  run(
    requests: readonly TrialRequest[],
    objective: SweepObjective,
    marks: readonly (readonly Mark[])[],
    onStep: (run: number, step: number, measured: Measurement | null) => void,
  ): Promise<readonly TrialOutcome[]> {
    return this.#ask<readonly TrialOutcome[]>({ type: "run", requests, objective, marks }, (message, resolve) => {
      if (message.type === "step") onStep(message.run, message.step, message.measured);
      if (message.type !== "ended") return;
      this.#sound = message.sound;
      resolve(message.outcomes);
    });
  }

  /**
   * Milliseconds of a step of these trials as one population.
   * @throws PlaygroundError when they cannot be run together here
   */
  time(requests: readonly TrialRequest[]): Promise<number> {
    return this.#ask<number>({ type: "time", requests }, (message, resolve, reject) => {
      if (message.type === "timed") resolve(message.milliseconds);
      if (message.type === "untimed") reject(new PlaygroundError(message.report));
    });
  }

  /** Ends it, with whatever it is at. */
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
