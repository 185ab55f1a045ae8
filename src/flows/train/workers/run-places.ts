import type { Checkpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { runsOf } from "../../../engine/training/population-runs.ts";
import { RewardPopulation } from "../../../engine/training/reward-population.ts";
import { RewardRun, type RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { RunArrangement } from "../host.ts";
import type { OpenedSetup, RunWorkers } from "./messages.ts";
import { SharedThread } from "./run-supply.ts";
import { RunWorker } from "./run-worker.ts";
import { measuredSplit, type WorkerSplit, workerSplit } from "./split.ts";
import { TeamRun } from "./team-run.ts";
import { WorkerRun } from "./worker-run.ts";

/** Runs share workers where there would be more of these a core: each has its own Wasm heap. */
const WORKERS_A_CORE = 2;

/** Every worker has a copy of the base's weights: of larger ones there is one, and runs take turns on it. */
const MOST_COPIED_BYTES = 64e6;

/** A worker whose runs took more is not kept for later trainings: a Wasm heap never shrinks. */
const MOST_KEPT_BYTES = 128e6;

/** The parts that a run is opened from. */
export type OpenedFrom = Omit<OpenedSetup, "team"> & { material: RunMaterial };

/** A run, and where it is computed: runs of one place take turns. */
export interface PlacedRun {
  place: number;
  run: TrainingRun;
  /** How a run alone is split over workers; null where there was nothing to decide. */
  split: WorkerSplit | null;
}

/**
 * Where the runs of a training are computed: a worker each, so that all cores have something to do; in turn in this thread; or
 * as one program. A run alone is split over workers where that pays.
 */
export class RunPlaces {
  readonly #asPopulation: boolean;
  /** Those of the host, if there is a run that may be split over them. */
  readonly #splitting: RunWorkers | null;
  #workers: readonly RunWorker[];
  /** Bytes that the runs of each worker take at most. */
  readonly #bytes: number[] = [];
  readonly #thread = new SharedThread();
  /** The runs that have a worker of their own. */
  readonly #alone: WorkerRun[] = [];
  /** Workers that compute runs at the same time; 0: the runs take turns. */
  readonly count: number;

  constructor(arrangement: RunArrangement, runs: number, base: Pick<Checkpoint, "weights">) {
    this.#asPopulation = arrangement === "population";
    const host = typeof arrangement === "string" ? null : arrangement;
    this.#splitting = runs === 1 && isCopied(base) ? host : null;
    this.#workers = spawned(host, workerCount(host, runs, base));
    this.count = this.#workers.length;
  }

  /** Opens every run of the training, or says of each why it cannot begin. */
  async open(runs: readonly OpenedFrom[]): Promise<PromiseSettledResult<PlacedRun>[]> {
    if (!this.#asPopulation) return Promise.allSettled(runs.map((run, number) => this.#open(number, run)));
    return populationOf(runs).map((run) => ({ status: "fulfilled", value: { place: 0, run, split: null } }));
  }

  async #open(number: number, { material, ...rest }: OpenedFrom): Promise<PlacedRun> {
    const setup = { ...rest, team: null };
    const place = this.count === 0 ? 0 : number % this.count;
    const worker = this.#workers[place];
    this.#takes(place, setup);
    if (worker) {
      const run = await WorkerRun.open(worker, number, this.#thread, material, setup);
      this.#alone.push(run);
      return { place, run, split: null };
    }
    const split = this.#splitting && workerSplit(this.#splitting, material, setup);
    if (split && "try" in split) return { place, ...(await this.#tried(split.try, material, setup)) };
    if (split && split.workers > 1) {
      this.#workers = spawned(this.#splitting, split.workers);
      for (const [member] of this.#workers.entries()) this.#takes(member, setup);
      return { place, run: await TeamRun.open(this.#workers, number, this.#thread, material, setup), split };
    }
    const { config, snapshot, memory } = setup;
    return { place, run: new RewardRun(config, material, snapshot, memory), split };
  }

  /** Whether none of the workers has ended. */
  get alive(): boolean {
    return this.#workers.every(({ alive }) => alive);
  }

  /** Lets every run that is in a worker compute its next step once, so that its program is compiled. The runs stay as they are. */
  async rehearse(): Promise<void> {
    await Promise.all(this.#alone.map((run) => run.rehearse()));
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

  #takes(place: number, { memory }: Pick<OpenedSetup, "memory">): void {
    this.#bytes[place] = (this.#bytes[place] ?? 0) + memory.bytes;
  }

  /** Tries a step by one worker and by all, and opens the run in what is faster. */
  async #tried(most: number, material: RunMaterial, setup: OpenedSetup): Promise<Omit<PlacedRun, "place">> {
    this.#workers = spawned(this.#splitting, most);
    for (const [member] of this.#workers.entries()) this.#takes(member, setup);
    const [first] = this.#workers as readonly [RunWorker];
    const alone = await WorkerRun.open(first, ALONE, this.#thread, material, setup);
    const team = await TeamRun.open(this.#workers, TOGETHER, this.#thread, material, setup);
    const split = measuredSplit(most, await alone.rehearse(), await team.rehearse());
    const [run, other] = split.workers > 1 ? [team, alone] : [alone, team];
    other.dispose();
    return { run, split };
  }
}

/** The numbers of a run that is tried both ways. */
const ALONE = 0;
const TOGETHER = 1;

/** Workers for so many runs that are trained at the same time; 0: they take turns. @param host null: it has no workers */
export function workerCount(host: RunWorkers | null, runs: number, base: Pick<Checkpoint, "weights">): number {
  if (!host || host.cores < 2 || runs < 2 || !isCopied(base)) return 0;
  return Math.min(runs, WORKERS_A_CORE * host.cores);
}

/** @param host null: it has no workers, and none is wanted */
export function spawned(host: RunWorkers | null, count: number): RunWorker[] {
  return Array.from({ length: host ? count : 0 }, () => new RunWorker((host as RunWorkers).spawn()));
}

function isCopied({ weights }: Pick<Checkpoint, "weights">): boolean {
  return [...weights.values()].reduce((sum, { data }) => sum + data.byteLength, 0) <= MOST_COPIED_BYTES;
}

/** @throws PlaygroundError if the runs do not fit into one program */
function populationOf(runs: readonly OpenedFrom[]): TrainingRun[] {
  if (runs.some(({ snapshot }) => snapshot)) throw new Error("a population is begun anew, from no snapshot");
  const configs = runs.map(({ config }) => config);
  const materials = runs.map(({ material }) => material);
  return runsOf(new RewardPopulation(configs, materials, runs[0]?.memory));
}
