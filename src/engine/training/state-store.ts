import type { Checkpoint } from "../checkpoint/checkpoint.ts";

/** What the states of one checkpoint may take of the host's memory; jax-js's heap has no part in it. */
export const STATES_BYTES = 512e6;

/** States by record, as far as they fit: the first that come stay, for the others there is no room. */
export class StateStore {
  readonly #limit: number;
  readonly #states = new Map<string, Float32Array>();
  #bytes = 0;
  #full = false;

  constructor(limit = STATES_BYTES) {
    this.#limit = limit;
  }

  /** Nothing was refused yet. */
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

/** Kept with the weights they come from, so that runs side by side, and the trials of a sweep, compute them once. */
export function storeOf({ weights }: Pick<Checkpoint, "weights">): StateStore {
  const store = stores.get(weights) ?? new StateStore();
  stores.set(weights, store);
  return store;
}
