import { startingWeights } from "../../../engine/training/reward-model-weights.ts";
import type { RunMaterial } from "../../../engine/training/reward-run.ts";
import { endTeam, type TeamMemory, teamMemory } from "../../../engine/training/shared-memory-team.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { OpenedSetup } from "./messages.ts";
import { RunSupply, type SharedThread } from "./run-supply.ts";
import type { RunWorker } from "./run-worker.ts";
import { WorkerRun } from "./worker-run.ts";

/** Room in the shared memory for loss and metrics, beside the gradients. */
const METRICS = 64;

/**
 * A run whose steps several workers compute together, each its part of every batch (`Team`). It comes to the numbers of a run
 * of one worker but for rounding, and to the same bits whenever so many workers compute it. All of them have its parameters;
 * the first one measures, probes and writes.
 */
export class TeamRun implements TrainingRun {
  readonly #first: WorkerRun;
  readonly #others: readonly WorkerRun[];
  readonly #memory: TeamMemory;

  private constructor([first, ...others]: readonly WorkerRun[], memory: TeamMemory) {
    this.#first = first as WorkerRun;
    this.#others = others;
    this.#memory = memory;
  }

  /**
   * @param number tells it from other runs of the workers
   * @throws PlaygroundError as `RewardRun` does, or where a worker cannot start
   */
  static async open(
    workers: readonly RunWorker[],
    number: number,
    thread: SharedThread,
    material: RunMaterial,
    setup: OpenedSetup,
  ): Promise<TeamRun> {
    const { trained } = startingWeights(material.base, setup.config);
    const numbers = [...trained.values()].reduce((sum, { data }) => sum + data.length, METRICS);
    const memory = teamMemory(workers.length, numbers);
    const supply = new RunSupply(thread, material, setup);
    const members = workers.map((worker, place) =>
      WorkerRun.open(worker, number, thread, material, { ...setup, team: { place, memory } }, supply),
    );
    return new TeamRun(await Promise.all(members), memory);
  }

  get step(): number {
    return this.#first.step;
  }

  get done(): boolean {
    return this.#first.done;
  }

  get workers(): number {
    return 1 + this.#others.length;
  }

  advanceMeasured: TrainingRun["advanceMeasured"] = () =>
    this.#together(this.#first.advanceMeasured(), (member) => member.advance());

  /** As `RewardRun.rehearse`. */
  rehearse(): Promise<number> {
    return this.#together(this.#first.rehearse(), (member) => member.rehearse());
  }

  moved: TrainingRun["moved"] = () => this.#first.moved();
  evaluate: TrainingRun["evaluate"] = () => this.#first.evaluate();
  rewardsOf: TrainingRun["rewardsOf"] = (responses) => this.#first.rewardsOf(responses);
  signal: TrainingRun["signal"] = (pair, moment) => this.#first.signal(pair, moment);
  remember: TrainingRun["remember"] = () => this.#first.remember();
  forget: TrainingRun["forget"] = () => this.#first.forget();
  snapshot: TrainingRun["snapshot"] = () => this.#first.snapshot();
  checkpoint: TrainingRun["checkpoint"] = (name) => this.#first.checkpoint(name);
  adapter: TrainingRun["adapter"] = () => this.#first.adapter();

  dispose(): void {
    for (const member of [this.#first, ...this.#others]) member.dispose();
  }

  /** What all members do at the same time. @returns what the first one returns @throws what the first to fail throws */
  async #together<T>(first: Promise<T>, own: (member: WorkerRun) => Promise<unknown>): Promise<T> {
    let failure: { error: unknown } | null = null;
    const fail = (error: unknown) => {
      failure ??= { error };
      // The others wait for it.
      endTeam(this.#memory);
    };
    const all = [first, ...this.#others.map(own)];
    await Promise.all(all.map((one) => one.catch(fail)));
    if (failure) throw (failure as { error: unknown }).error;
    return first;
  }
}
