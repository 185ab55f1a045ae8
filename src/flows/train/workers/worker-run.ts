import type { RewardRun, RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { OpenedSetup, RunQuestion } from "./messages.ts";
import { RunSupply, type SharedThread } from "./run-supply.ts";
import type { RunProgress, RunWorker } from "./run-worker.ts";

/** A run that is computed in a worker. It comes to the same numbers as one in this thread. */
export class WorkerRun implements TrainingRun {
  readonly workers = 1;
  readonly #worker: RunWorker;
  readonly #number: number;
  readonly #supply: RunSupply;
  #progress: RunProgress = { step: 0, done: false };

  private constructor(worker: RunWorker, number: number, supply: RunSupply) {
    this.#worker = worker;
    this.#number = number;
    this.#supply = supply;
  }

  /**
   * @param number tells it from other runs of the worker
   * @param thread where what several runs need is computed
   * @param supply of a run that several workers compute together, which get what they need from one
   * @throws PlaygroundError as `RewardRun` does, or where the worker cannot start
   */
  static async open(
    worker: RunWorker,
    number: number,
    thread: SharedThread,
    material: RunMaterial,
    setup: OpenedSetup,
    supply = new RunSupply(thread, material, setup),
  ): Promise<WorkerRun> {
    const { weigh: _weigh, statesOf: _statesOf, team: _team, ...sent } = material;
    const run = new WorkerRun(worker, number, supply);
    worker.giveTo(number, (need) => supply.give(need));
    supply.prepare(setup.snapshot?.step ?? 0);
    await run.#ask({ kind: "open", setup: { ...setup, material: sent, gets: supply.gets } });
    return run;
  }

  get step(): number {
    return this.#progress.step;
  }

  get done(): boolean {
    return this.#progress.done;
  }

  advanceMeasured: TrainingRun["advanceMeasured"] = () => {
    const stepped: ReturnType<TrainingRun["advanceMeasured"]> = this.#ask({ kind: "advanceMeasured" });
    this.#supply.prepare(this.step + 1);
    return stepped;
  };
  advance: RewardRun["advance"] = () => this.#ask({ kind: "advance" });
  rehearse: RewardRun["rehearse"] = () => this.#ask({ kind: "rehearse" });
  moved: TrainingRun["moved"] = () => this.#ask({ kind: "moved" });
  evaluate: TrainingRun["evaluate"] = () => this.#ask({ kind: "evaluate" });
  rewardsOf: TrainingRun["rewardsOf"] = (responses) => this.#ask({ kind: "rewardsOf", responses });
  signal: TrainingRun["signal"] = (pair, moment = "now") => this.#ask({ kind: "signal", pair, moment });
  remember: TrainingRun["remember"] = () => this.#ask({ kind: "remember" });
  forget: TrainingRun["forget"] = () => this.#ask({ kind: "forget" });
  snapshot: TrainingRun["snapshot"] = () => this.#ask({ kind: "snapshot" });
  checkpoint: TrainingRun["checkpoint"] = (name) => this.#ask({ kind: "checkpoint", name });
  adapter: TrainingRun["adapter"] = () => this.#ask({ kind: "adapter" });

  /** A worker that is gone has nothing left to let go of. */
  dispose(): void {
    this.#supply.dispose();
    this.#ask({ kind: "dispose" }).catch(() => {});
  }

  async #ask<Result>(question: RunQuestion): Promise<Result> {
    const { result, step, done } = await this.#worker.ask<Result>(this.#number, question);
    this.#progress = { step, done };
    return result;
  }
}
