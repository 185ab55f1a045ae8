/** A piece that takes this many times longer than the mean is counted as this much: the tab may have been asleep. */
const MOST_SLOWER = 3;

/** Estimates how long the rest of some work takes, at its mean pace so far. */
export class Pace {
  #seconds = 0;
  #pieces = 0;

  /** Records that `pieces` pieces of work took `seconds`. */
  took(seconds: number, pieces: number): void {
    const mean = this.#pieces === 0 ? Number.POSITIVE_INFINITY : this.#seconds / this.#pieces;
    this.#seconds += Math.min(seconds, MOST_SLOWER * mean * pieces);
    this.#pieces += pieces;
  }

  /** @returns seconds that `pieces` pieces will take; null before a pace is known */
  secondsFor(pieces: number): number | null {
    return this.#pieces === 0 ? null : (this.#seconds / this.#pieces) * pieces;
  }
}

/** How many pieces of a stage of work are done. */
export interface StageCount {
  stage: string;
  done: number;
  of: number;
}

/**
 * Estimates by a clock how long the rest of a stage takes. A new stage, or a count that falls, starts the estimate
 * anew.
 */
export class StagePace {
  readonly #compiles: boolean;
  #last: (StageCount & { at: number }) | null = null;
  #pace = new Pace();
  #compiled = false;

  /** @param compiles whether the first piece of a stage compiles programs, so that its time does not count */
  constructor({ compiles }: { compiles: boolean }) {
    this.#compiles = compiles;
  }

  /**
   * @param at the time in milliseconds, from any clock that does not jump
   * @returns seconds left; null before a pace is known. Pieces that were done before a resumed stage began take no time
   */
  secondsLeft(count: StageCount, at: number): number | null {
    const last = this.#last;
    const goesOn = last?.stage === count.stage && last.of === count.of && last.done <= count.done;
    if (!goesOn) {
      this.#pace = new Pace();
      this.#compiled = !this.#compiles;
      this.#last = { ...count, at };
      return null;
    }
    const pieces = count.done - last.done;
    if (pieces > 0 && at > last.at) {
      if (this.#compiled) this.#pace.took((at - last.at) / 1000, pieces);
      this.#compiled = true;
      this.#last = { ...count, at };
    }
    return this.#pace.secondsFor(count.of - count.done);
  }
}
