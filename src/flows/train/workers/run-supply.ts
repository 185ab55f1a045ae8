import type { TokenSequence } from "../../../engine/training/batching.ts";
import { pairBatches } from "../../../engine/training/pair-schedule.ts";
import { type Example, exampleResponses, pairLength } from "../../../engine/training/pairs.ts";
import { frozenStates, type RunMaterial } from "../../../engine/training/reward-run.ts";
import { batchRows } from "../../../engine/training/row-layout.ts";
import { STATES_BYTES } from "../../../engine/training/state-store.ts";
import type { Given, RunNeed, RunSetup } from "./messages.ts";

/** Work that one thread does for all runs in workers, one piece after another, so that no two compute the same. */
export class SharedThread {
  #last: Promise<unknown> = Promise.resolve();

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/**
 * What a run in a worker gets from the thread that trains it, which computes it once for all runs: generation probabilities,
 * and what the frozen layers make of each row. What the next step needs is computed while the worker is at the present one.
 */
export class RunSupply {
  readonly #material: RunMaterial;
  #states: ReturnType<typeof frozenStates>;
  readonly #thread: SharedThread;
  readonly #steps: number;
  readonly #batchesOf: (step: number) => { batch: readonly Example[] }[];

  constructor(thread: SharedThread, material: RunMaterial, { config, memory }: Pick<RunSetup, "config" | "memory">) {
    this.#thread = thread;
    this.#material = material;
    this.#steps = config.steps;
    const fits = (memory.frozen?.stateBytes ?? Number.POSITIVE_INFINITY) <= STATES_BYTES;
    this.#states = fits ? frozenStates(config, memory, material) : null;
    this.#batchesOf = pairBatches(material.pairs, config, (pairs) => pairs);
  }

  get gets(): RunSetup["gets"] {
    return { weigh: this.#material.weigh !== undefined, statesOf: this.#states !== null };
  }

  async give(need: RunNeed): Promise<Given[keyof Given]> {
    if (need.kind === "weigh")
      return this.#probabilities(need.places.map((place) => this.#material.pairs[place] as Example));
    return this.#statesOf(
      need.rows.map((ids) => ({ ids, responseStart: 0 })),
      need.length,
    );
  }

  /** Computes what a step will need. An error is thrown later, when the worker asks for the result. */
  prepare(step: number): void {
    if (step >= this.#steps) return;
    for (const { batch } of this.#batchesOf(step)) {
      this.#probabilities(batch).catch(() => {});
      this.#statesOf(batchRows(batch), Math.max(...batch.map(pairLength))).catch(() => {});
    }
  }

  /** Behind what is being computed. Several workers of one run may ask for it. */
  dispose(): void {
    const states = this.#states;
    this.#states = null;
    void this.#thread.inTurn(async () => states?.dispose());
  }

  async #probabilities(pairs: readonly Example[]): Promise<Given["weigh"]> {
    const weighed = (await this.#material.weigh?.(pairs)) ?? [];
    return weighed.flatMap(exampleResponses).map(({ q }) => q ?? []);
  }

  async #statesOf(rows: readonly TokenSequence[], length: number): Promise<Given["statesOf"]> {
    const states = this.#states;
    if (!states) return [];
    return states.keptStatesOf(rows, length) ?? this.#thread.inTurn(() => states.statesOf(rows, length));
  }
}
