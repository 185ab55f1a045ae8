import { dpoSteps, judgementDue, type PolicyTraining } from "../../engine/training/policy-run.ts";
import type { PolicyQuestion, PolicySetup } from "../train/workers/messages.ts";
import type { RunProgress, RunWorker } from "../train/workers/run-worker.ts";

/** A policy's run that is computed in a worker. It comes to the same numbers as one in this thread. */
export class WorkerPolicy implements PolicyTraining {
  readonly steps: number;
  readonly #worker: RunWorker;
  readonly #number: number;
  readonly #config: PolicySetup["config"];
  #progress: RunProgress = { step: 0, done: false };

  private constructor(worker: RunWorker, number: number, { config, material }: PolicySetup) {
    this.#worker = worker;
    this.#number = number;
    this.#config = config;
    this.steps = dpoSteps(config, material.pairs.length);
  }

  /**
   * @param number tells it from other runs of the worker
   * @throws PlaygroundError as `PolicyRun` does, or where the worker cannot start
   */
  static async open(worker: RunWorker, number: number, setup: PolicySetup): Promise<WorkerPolicy> {
    const run = new WorkerPolicy(worker, number, setup);
    await run.#ask({ kind: "openPolicy", setup });
    return run;
  }

  get step(): number {
    return this.#progress.step;
  }

  get done(): boolean {
    return this.#progress.done;
  }

  get evaluationDue(): boolean {
    return judgementDue(this.#config, this.step, this.steps);
  }

  advance: PolicyTraining["advance"] = () => this.#ask({ kind: "advance" });
  record: PolicyTraining["record"] = (goldAccuracy) => this.#ask({ kind: "record", goldAccuracy });
  snapshot: PolicyTraining["snapshot"] = () => this.#ask({ kind: "snapshot" });
  checkpoint: PolicyTraining["checkpoint"] = (name) => this.#ask({ kind: "checkpoint", name });
  adapter: PolicyTraining["adapter"] = () => this.#ask({ kind: "adapter" });

  /** A worker that is gone has nothing left to let go of. */
  dispose(): void {
    this.#ask({ kind: "dispose" }).catch(() => {});
  }

  async #ask<Result>(question: PolicyQuestion): Promise<Result> {
    const { result, step, done } = await this.#worker.ask<Result>(this.#number, question);
    this.#progress = { step, done };
    return result;
  }
}
