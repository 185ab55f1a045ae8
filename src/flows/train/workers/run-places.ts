import type { Checkpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { RewardRun, type RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { RunSetup, RunWorkers } from "./messages.ts";
import { SharedThread } from "./run-supply.ts";
import { RunWorker } from "./run-worker.ts";
import { WorkerRun } from "./worker-run.ts";

/** Runs share workers where there would be more of these a core: each has its own Wasm heap. */
const WORKERS_A_CORE = 2;

/** Every worker has a copy of the base's weights: of larger ones there is one, and runs take turns on it. */
const MOST_COPIED_BYTES = 64e6;

/** Where the runs of a training are computed: a worker each, so that all cores have something to do, or in turn in this thread. */
export class RunPlaces {
  readonly #workers: readonly RunWorker[];
  readonly #thread = new SharedThread();

  /** @param workers those of the host; null: there are none */
  constructor(workers: RunWorkers | null, runs: number, { weights }: Pick<Checkpoint, "weights">) {
    const bytes = [...weights.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    const alone = !workers || workers.cores < 2 || runs < 2 || bytes > MOST_COPIED_BYTES;
    const count = alone ? 0 : Math.min(runs, WORKERS_A_CORE * workers.cores);
    this.#workers = Array.from({ length: count }, () => new RunWorker((workers as RunWorkers).spawn()));
  }

  /** Workers that compute at the same time; 0: the runs take turns. */
  get count(): number {
    return this.#workers.length;
  }

  /** @param run its place in the training. @throws PlaygroundError as `RewardRun` does */
  async open(
    run: number,
    material: RunMaterial,
    setup: Omit<RunSetup, "material" | "gets">,
  ): Promise<{ place: number; run: TrainingRun }> {
    const place = this.count === 0 ? 0 : run % this.count;
    const worker = this.#workers[place];
    const { config, snapshot, memory } = setup;
    const opened = worker
      ? await WorkerRun.open(worker, run, this.#thread, material, setup)
      : new RewardRun(config, material, snapshot, memory);
    return { place, run: opened };
  }

  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}
