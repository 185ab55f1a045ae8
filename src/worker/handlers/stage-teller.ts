import type { StageProgress } from "../records.ts";
import { EMIT_EVERY_MS } from "./training-updates.ts";

/** Work of one kind that is counted. */
interface Counted<Stage> {
  name: Stage;
  of: number;
  done: number;
  /** Where its pace is counted from: behind the first piece, which compiles. */
  paced: { done: number; at: number } | null;
}

/** Tells how far work in stages is: at the beginning and the end of a stage, and now and then in between. */
export class StageTeller<Stage extends string> {
  readonly #tell: (progress: StageProgress<Stage>) => void;
  #stage: Counted<Stage> | null = null;
  #toldAt = 0;

  constructor(tell: (progress: StageProgress<Stage>) => void) {
    this.#tell = tell;
  }

  progress(name: Stage, done: number, of: number): void {
    const now = performance.now();
    const before = this.#stage;
    const goesOn = before?.name === name && before.of === of && before.done <= done ? before : null;
    const paced = goesOn && (goesOn.paced ?? { done, at: now });
    this.#stage = { name, of, done, paced };
    if (goesOn && done < of && now - this.#toldAt < EMIT_EVERY_MS) return;
    this.#toldAt = now;
    const secondsLeft =
      paced && done > paced.done ? (((now - paced.at) / 1000) * (of - done)) / (done - paced.done) : null;
    this.#tell({ stage: name, done, of, secondsLeft });
  }
}
