import type { Checkpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { runsOf } from "../../../engine/training/population-runs.ts";
import { RewardPopulation } from "../../../engine/training/reward-population.ts";
import { RewardRun, type RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { RunArrangement } from "../host.ts";
import type { RunSetup } from "./messages.ts";
import { SharedThread } from "./run-supply.ts";
import { RunWorker } from "./run-worker.ts";
import { WorkerRun } from "./worker-run.ts";

/** Runs share workers where there would be more of these a core: each has its own Wasm heap. */
const WORKERS_A_CORE = 2;

/** Every worker has a copy of the base's weights: of larger ones there is one, and runs take turns on it. */
const MOST_COPIED_BYTES = 64e6;

/** A worker whose runs took more is not kept for later trainings: a Wasm heap never shrinks. */
const MOST_KEPT_BYTES = 128e6;

/** The parts that a run is opened from. */
export type OpenedFrom = Omit<RunSetup, "material" | "gets"> & { material: RunMaterial };

/** A run, and where it is computed: runs of one place take turns. */
export interface PlacedRun {
  place: number;
  run: TrainingRun;
}

/**
 * Where the runs of a training are computed: a worker each, so that all cores have something to do; in turn in this thread; or
 * as one program.
 */
export class RunPlaces {
  readonly #asPopulation: boolean;
  readonly #workers: readonly RunWorker[];
  /** Bytes that the runs of each worker take at most. */
  readonly #bytes: number[];
  readonly #thread = new SharedThread();

  constructor(arrangement: RunArrangement, runs: number, { weights }: Pick<Checkpoint, "weights">) {
    this.#asPopulation = arrangement === "population";
    const bytes = [...weights.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    const alone = typeof arrangement === "string" || arrangement.cores < 2 || runs < 2 || bytes > MOST_COPIED_BYTES;
    this.#workers = alone
      ? []
      : Array.from(
          { length: Math.min(runs, WORKERS_A_CORE * arrangement.cores) },
          () => new RunWorker(arrangement.spawn()),
        );
    this.#bytes = this.#workers.map(() => 0);
  }

  /** Workers that compute at the same time; 0: the runs take turns. */
  get count(): number {
    return this.#workers.length;
  }

  /** Opens every run of the training, or says of each why it cannot begin. */
  async open(runs: readonly OpenedFrom[]): Promise<PromiseSettledResult<PlacedRun>[]> {
    if (this.#asPopulation) return populationOf(runs).map((run) => ({ status: "fulfilled", value: { place: 0, run } }));
    return Promise.allSettled(runs.map((run, number) => this.#open(number, run)));
  }

  async #open(number: number, { material, ...setup }: OpenedFrom): Promise<PlacedRun> {
    const place = this.count === 0 ? 0 : number % this.count;
    const worker = this.#workers[place];
    const { config, snapshot, memory } = setup;
    this.#bytes[place] = (this.#bytes[place] ?? 0) + memory.bytes;
    const run = worker
      ? await WorkerRun.open(worker, number, this.#thread, material, setup)
      : new RewardRun(config, material, snapshot, memory);
    return { place, run };
  }

  /** Gives the workers back, of whose runs none is left. */
  async release(): Promise<void> {
    const kept = this.#workers.filter((_, place) => (this.#bytes[place] as number) <= MOST_KEPT_BYTES);
    await Promise.all(kept.map((worker) => worker.release()));
  }

  /** Ends the workers that were not given back. */
  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}

/** @throws PlaygroundError if the runs do not fit into one program */
function populationOf(runs: readonly OpenedFrom[]): TrainingRun[] {
  if (runs.some(({ snapshot }) => snapshot)) throw new Error("a population is begun anew, from no snapshot");
  const configs = runs.map(({ config }) => config);
  const materials = runs.map(({ material }) => material);
  return runsOf(new RewardPopulation(configs, materials, runs[0]?.memory));
}
