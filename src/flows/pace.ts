/** A tab that was put to sleep in the middle of a piece says nothing of how long pieces take. */
const MOST_SLOWER = 3;

/** How long the rest of some work takes at the mean pace it has had so far. */
export class Pace {
  #seconds = 0;
  #pieces = 0;

  /** Some pieces of the work took so long. */
  took(seconds: number, pieces: number): void {
    const mean = this.#pieces === 0 ? Number.POSITIVE_INFINITY : this.#seconds / this.#pieces;
    this.#seconds += Math.min(seconds, MOST_SLOWER * mean * pieces);
    this.#pieces += pieces;
  }

  /** @returns seconds that so many pieces will take; null before there is a pace */
  secondsFor(pieces: number): number | null {
    return this.#pieces === 0 ? null : (this.#seconds / this.#pieces) * pieces;
  }
}

/** How far a stage of work is. */
export interface StageCount {
  stage: string;
  done: number;
  of: number;
}

/** How long the rest of a stage takes, by a clock. A new stage, or a count that falls, begins anew. */
export class StagePace {
  readonly #compiles: boolean;
  #last: (StageCount & { at: number }) | null = null;
  #pace = new Pace();
  #compiled = false;

  /** @param compiles the first piece of a stage compiles programs: its pace does not count */
  constructor({ compiles }: { compiles: boolean }) {
    this.#compiles = compiles;
  }

  /**
   * @param at when, in milliseconds of any clock that does not jump
   * @returns seconds left; null before there is a pace. What a stage that goes on finds done already took no time
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
