import type { RunChannel, RunWorkers } from "../flows/train/workers/messages.ts";
import { workerChannel } from "./channel.ts";

/** Workers that wait for runs: as many as the Train page compares models when it is opened. */
const MOST_WAITING = 3;

/**
 * The web workers of runs that are trained beside others. They are started before a training and kept after it, since to
 * load jax-js and compile a step takes longer than many steps.
 */
export class RunWorkerPool implements RunWorkers {
  readonly cores: number;
  /** Only a page that is isolated from other origins can send shared memory to its workers. */
  readonly shareMemory = globalThis.crossOriginIsolated === true;
  readonly split = null;
  readonly #spawn: () => Worker;
  #waiting: Worker[] = [];

  /** @param spawn starts a worker that `watched` watches */
  constructor(cores: number, spawn: () => Worker) {
    this.cores = cores;
    this.#spawn = spawn;
  }

  prepare(): void {
    if (this.cores < 2) return;
    while (this.#waiting.length < MOST_WAITING) this.#wait(this.#spawn());
  }

  spawn(): RunChannel {
    const worker = this.#waiting.shift() ?? this.#spawn();
    return {
      ...workerChannel(worker),
      release: () => this.#wait(worker),
    };
  }

  /** Keeps a worker without runs while there is room for it and it lives. */
  #wait(worker: Worker): void {
    if (this.#waiting.length >= MOST_WAITING) {
      worker.terminate();
      return;
    }
    worker.onmessage = null;
    worker.onerror = (event) => {
      event.preventDefault();
      this.#waiting = this.#waiting.filter((other) => other !== worker);
    };
    this.#waiting.push(worker);
  }
}
