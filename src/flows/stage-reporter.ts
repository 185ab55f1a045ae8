import { type StageCount, StagePace } from "./pace.ts";

/** How far a stage of some work is, with an estimate of the rest. */
export interface StageProgress<Stage extends string> extends StageCount {
  stage: Stage;
  /** Seconds until the stage is done; null while they cannot be estimated. */
  secondsLeft: number | null;
}

/** Progress is reported at most this often: several times a second, but not for every fast piece. */
export const TELL_EVERY_MS = 125;

/** Reports progress of work in stages: at the beginning and the end of a stage, and from time to time in between. */
export class StageReporter<Stage extends string> {
  readonly #tell: (progress: StageProgress<Stage>) => void;
  readonly #pace = new StagePace({ compiles: true });
  #last: StageCount | null = null;
  #toldAt = 0;

  constructor(tell: (progress: StageProgress<Stage>) => void) {
    this.#tell = tell;
  }

  progress(stage: Stage, done: number, of: number): void {
    const now = performance.now();
    const last = this.#last;
    const goesOn = last?.stage === stage && last.of === of && last.done <= done;
    this.#last = { stage, done, of };
    const secondsLeft = this.#pace.secondsLeft(this.#last, now);
    if (goesOn && done < of && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#tell({ stage, done, of, secondsLeft });
  }
}
