import type { RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { RunQuestion, RunSetup } from "./messages.ts";
import type { RunProgress, RunWorker } from "./run-worker.ts";

/** A run that is computed in a worker. It comes to the same numbers as one in this thread. */
export class WorkerRun implements TrainingRun {
  readonly #worker: RunWorker;
  readonly #number: number;
  #progress: RunProgress = { step: 0, done: false };

  private constructor(worker: RunWorker, number: number) {
    this.#worker = worker;
    this.#number = number;
  }

  /**
   * @param number tells it from other runs of the worker
   * @throws PlaygroundError as `RewardRun` does, or where the worker cannot start
   */
  static async open(
    worker: RunWorker,
    number: number,
    { weigh, ...material }: RunMaterial,
    setup: Omit<RunSetup, "material" | "weighs">,
  ): Promise<WorkerRun> {
    const run = new WorkerRun(worker, number);
    if (weigh) worker.weighFor(number, material.pairs, weigh);
    await run.#ask({ kind: "open", setup: { ...setup, material, weighs: weigh !== undefined } });
    return run;
  }

  get step(): number {
    return this.#progress.step;
  }

  get done(): boolean {
    return this.#progress.done;
  }

  advanceMeasured: TrainingRun["advanceMeasured"] = () => this.#ask({ kind: "advance" });
  evaluate: TrainingRun["evaluate"] = () => this.#ask({ kind: "evaluate" });
  signal: TrainingRun["signal"] = (pair) => this.#ask({ kind: "signal", pair });
  snapshot: TrainingRun["snapshot"] = () => this.#ask({ kind: "snapshot" });
  checkpoint: TrainingRun["checkpoint"] = (name) => this.#ask({ kind: "checkpoint", name });
  adapter: TrainingRun["adapter"] = () => this.#ask({ kind: "adapter" });

  /** A worker that is gone has nothing left to let go of. */
  dispose(): void {
    this.#ask({ kind: "dispose" }).catch(() => {});
  }

  async #ask<Result>(question: RunQuestion): Promise<Result> {
    const { result, step, done } = await this.#worker.ask<Result>(this.#number, question);
    this.#progress = { step, done };
    return result;
  }
}
