import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import { PolicyRun, type PolicyTraining } from "../../engine/training/policy-run.ts";
import type { PolicySetup, RunWorkers } from "../train/workers/messages.ts";
import { spawned, workerCount } from "../train/workers/run-places.ts";
import type { RunWorker } from "../train/workers/run-worker.ts";
import { WorkerPolicy } from "./worker-policy.ts";

/** Where the policies of an alignment are trained: a worker each, or in turn in this thread. */
export class PolicyPlaces {
  readonly #workers: readonly RunWorker[];

  /** @param workers those of the host; null: there are none */
  constructor(workers: RunWorkers | null, policies: number, base: Pick<Checkpoint, "weights">) {
    this.#workers = spawned(workers, workerCount(workers, policies, base));
  }

  /** Workers that compute at the same time; 0: the policies take turns. */
  get count(): number {
    return this.#workers.length;
  }

  /** @param number its place in the alignment. @throws PlaygroundError as `PolicyRun` does */
  async open(number: number, setup: PolicySetup): Promise<{ place: number; run: PolicyTraining }> {
    const place = this.count === 0 ? 0 : number % this.count;
    const worker = this.#workers[place];
    const { config, material, snapshot } = setup;
    const run = worker ? await WorkerPolicy.open(worker, number, setup) : new PolicyRun(config, material, snapshot);
    return { place, run };
  }

  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}
