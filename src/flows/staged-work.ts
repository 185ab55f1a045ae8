import { EventLoopPause } from "../engine/policy/event-loop.ts";
import type { Gate } from "./gate.ts";
import { type StageProgress, StageTeller } from "./stage-teller.ts";

/** Work in stages, one after another: it is told how far it is, waits while paused, and can be cancelled. */
export class StagedWork<Stage extends string> {
  readonly #gate: Gate;
  readonly #signal: AbortSignal;
  readonly #teller: StageTeller<Stage>;
  readonly #breath = new EventLoopPause();

  constructor(gate: Gate, signal: AbortSignal, tell: (progress: StageProgress<Stage>) => void) {
    this.#gate = gate;
    this.#signal = signal;
    this.#teller = new StageTeller(tell);
  }

  /** To be awaited between pieces of work. @throws the signal's reason when the work was cancelled */
  async pause(): Promise<void> {
    await this.#breath.ifDue();
    await this.#gate.opened(this.#signal);
    this.#signal.throwIfAborted();
  }

  progress(name: Stage, done: number, of: number): void {
    this.#teller.progress(name, done, of);
  }
}
