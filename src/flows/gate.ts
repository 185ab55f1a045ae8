/** Decides whether a loop may take its next step; Pause, Resume and Step open and close it. */
export class Gate {
  readonly #onWait: () => void;
  #open = true;
  #credit = 0;
  #wake: () => void = () => {};

  /** @param onWait called when work arrives at the closed gate */
  constructor(onWait: () => void = () => {}) {
    this.#onWait = onWait;
  }

  pause(): void {
    this.#open = false;
    this.#credit = 0;
  }

  resume(): void {
    this.#open = true;
    this.#wake();
  }

  /** Lets one step through and then closes again. */
  step(): void {
    this.#open = false;
    this.#credit += 1;
    this.#wake();
  }

  get closed(): boolean {
    return !this.#open && this.#credit === 0;
  }

  /** Resolves when a step may be taken, or when the signal is aborted. */
  async opened(signal: AbortSignal): Promise<void> {
    while (this.closed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
        this.#onWait();
      });
    }
  }

  /**
   * Resolves when a step may be taken, or when the signal is aborted; true if the gate was opened for a single step.
   */
  async pass(signal: AbortSignal): Promise<boolean> {
    await this.opened(signal);
    if (this.#open || signal.aborted) return false;
    this.#credit -= 1;
    return true;
  }
}
