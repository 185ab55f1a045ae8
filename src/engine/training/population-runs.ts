import type { PairAccuracy } from "./evaluate-pairs.ts";
import type { RewardPopulation } from "./reward-population.ts";
import { RewardRun } from "./reward-run.ts";
import { checkFinite, type Snapshot, type StepMetrics } from "./trainer.ts";
import type { TrainingRun } from "./training-run.ts";

/** The runs of a population, in its order. The population is disposed of with the last of its runs. */
export function runsOf(population: RewardPopulation): TrainingRun[] {
  const shared = new SharedSteps(population);
  return population.configs.map((_, number) => new PopulationRun(shared, number));
}

/** A step of all runs, and their measurements if one was due after the step. */
type Stepped = ReturnType<RewardPopulation["advanceMeasured"]>;

/** The steps of a population: the run that asks for a step first has it made for all. */
class SharedSteps {
  readonly population: RewardPopulation;
  #latest: Stepped | null = null;
  #step = 0;
  #inUse: number;

  constructor(population: RewardPopulation) {
    this.population = population;
    this.#inUse = population.configs.length;
  }

  /** Number of steps that have been asked for. */
  get step(): number {
    return this.#step;
  }

  /** @param step the last step or the next one, counted from 1 */
  take(step: number): Stepped {
    if (this.#latest && step === this.#step) return this.#latest;
    this.#step = step;
    this.#latest = this.population.advanceMeasured();
    return this.#latest;
  }

  leave(): void {
    this.#inUse -= 1;
    if (this.#inUse === 0) this.population.dispose();
  }
}

/**
 * One run of a population. It steps with the population; a `RewardRun` that continues from the run's snapshot answers every other
 * question.
 */
class PopulationRun implements TrainingRun {
  readonly workers = 1;
  readonly #shared: SharedSteps;
  readonly #number: number;
  #step = 0;
  #done = false;
  #remembered: Snapshot | null = null;

  constructor(shared: SharedSteps, number: number) {
    this.#shared = shared;
    this.#number = number;
  }

  get step(): number {
    return this.#step;
  }

  get done(): boolean {
    return this.#done;
  }

  advanceMeasured: TrainingRun["advanceMeasured"] = async () => {
    this.#step += 1;
    const { metrics, measured } = await this.#shared.take(this.#step);
    this.#done = this.#shared.population.done(this.#number);
    const own = metrics[this.#number] as StepMetrics;
    checkFinite(own);
    return { metrics: own, measured: measured && (measured[this.#number] as PairAccuracy) };
  };

  remember: TrainingRun["remember"] = async () => {
    this.#remembered = await this.snapshot();
  };

  forget: TrainingRun["forget"] = async () => {
    this.#remembered = null;
  };

  /** The weights of a population are never packed. */
  moved: TrainingRun["moved"] = async () => null;

  snapshot: TrainingRun["snapshot"] = async () => {
    if (this.#shared.step !== this.#step) throw new Error(`run ${this.#number} has left its population`);
    return this.#shared.population.snapshot(this.#number);
  };

  evaluate: TrainingRun["evaluate"] = () => this.#alone((run) => run.evaluate());
  rewardsOf: TrainingRun["rewardsOf"] = (responses) => this.#alone((run) => run.rewardsOf(responses));
  signal: TrainingRun["signal"] = (pair, moment = "now") =>
    this.#alone((run) => run.signal(pair), moment === "remembered" ? this.#remembered : null);
  checkpoint: TrainingRun["checkpoint"] = (name) => this.#alone((run) => run.checkpoint(name));
  adapter: TrainingRun["adapter"] = () => this.#alone((run) => run.adapter());

  dispose(): void {
    this.#shared.leave();
  }

  /** @param from the snapshot that the run continues from; null: of this moment */
  async #alone<T>(ask: (run: RewardRun) => Promise<T>, from: Snapshot | null = null): Promise<T> {
    const { configs, materials } = this.#shared.population;
    const [config, material] = [configs[this.#number], materials[this.#number]];
    if (!config || !material) throw new Error(`the population has no run ${this.#number}`);
    const run = new RewardRun(config, material, from ?? (await this.snapshot()));
    try {
      return await ask(run);
    } finally {
      run.dispose();
    }
  }
}
