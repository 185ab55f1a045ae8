import { type StageCount, StagePace } from "./pace.ts";

/** How far a stage of some work is. */
export interface StageProgress<Stage extends string> extends StageCount {
  stage: Stage;
  /** Until the stage is done; null while nobody can know. */
  secondsLeft: number | null;
}

/** A person is told at least four times a second, and not of every piece where pieces are faster. */
export const TELL_EVERY_MS = 125;

/** Tells how far work in stages is: at the beginning and the end of a stage, and now and then in between. */
export class StageTeller<Stage extends string> {
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
