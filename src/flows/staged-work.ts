import { EventLoopPause } from "../engine/policy/event-loop.ts";
import type { Gate } from "./gate.ts";
import { type StageProgress, StageReporter } from "./stage-reporter.ts";

/** Work in consecutive stages that reports its progress, can be paused, and can be cancelled. */
export class StagedWork<Stage extends string> {
  readonly #gate: Gate;
  readonly #signal: AbortSignal;
  readonly #reporter: StageReporter<Stage>;
  readonly #breath = new EventLoopPause();

  constructor(gate: Gate, signal: AbortSignal, tell: (progress: StageProgress<Stage>) => void) {
    this.#gate = gate;
    this.#signal = signal;
    this.#reporter = new StageReporter(tell);
  }

  /** Must be awaited between pieces of work. @throws the signal's reason if the work was cancelled */
  async pause(): Promise<void> {
    await this.#breath.ifDue();
    await this.#gate.opened(this.#signal);
    this.#signal.throwIfAborted();
  }

  progress(name: Stage, done: number, of: number): void {
    this.#reporter.progress(name, done, of);
  }
}
