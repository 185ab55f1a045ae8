/** Ends a run whose held-out accuracy no longer improves. */
export class EarlyStop {
  readonly #patience: number;
  #best: number;
  #since: number;

  /**
   * @param patience stop after this many measurements in a row without an improvement; 0 never stops
   * @param state the state at which an earlier part of the run ended
   */
  constructor(patience: number, state: Readonly<Record<string, number>> = {}) {
    this.#patience = patience;
    this.#best = state[BEST] ?? Number.NEGATIVE_INFINITY;
    this.#since = state[SINCE] ?? 0;
  }

  record(accuracy: number): void {
    this.#since = accuracy > this.#best ? 0 : this.#since + 1;
    this.#best = Math.max(this.#best, accuracy);
  }

  get due(): boolean {
    return this.#patience > 0 && this.#since >= this.#patience;
  }

  get state(): Record<string, number> {
    return this.#best === Number.NEGATIVE_INFINITY ? {} : { [BEST]: this.#best, [SINCE]: this.#since };
  }
}

const BEST = "early_stop/best";
const SINCE = "early_stop/since";
