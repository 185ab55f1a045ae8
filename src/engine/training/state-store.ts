import type { Checkpoint } from "../checkpoint/checkpoint.ts";

/** Bytes of the host's memory for the states of one checkpoint; jax-js's heap does not hold them. */
export const STATES_BYTES = 512e6;

/** Hidden states by record, up to a limit: the first records are kept, later ones are refused. */
export class StateStore {
  readonly #limit: number;
  readonly #states = new Map<string, Float32Array>();
  #bytes = 0;
  #full = false;

  constructor(limit = STATES_BYTES) {
    this.#limit = limit;
  }

  /** Whether no states have been refused yet. */
  get hasRoom(): boolean {
    return !this.#full;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Float32Array | undefined {
    return this.#states.get(key);
  }

  keep(key: string, states: Float32Array): void {
    if (this.#states.has(key)) return;
    this.#full ||= this.#bytes + states.byteLength > this.#limit;
    if (this.#full) return;
    this.#states.set(key, states);
    this.#bytes += states.byteLength;
  }
}

const stores = new WeakMap<Checkpoint["weights"], StateStore>();

/** The store of a checkpoint, kept with its weights, so that parallel runs and the trials of a sweep share it. */
export function storeOf({ weights }: Pick<Checkpoint, "weights">): StateStore {
  const store = stores.get(weights) ?? new StateStore();
  stores.set(weights, store);
  return store;
}
