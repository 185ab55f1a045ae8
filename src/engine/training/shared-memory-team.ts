import { PlaygroundError } from "../errors.ts";
import { spanOf, type Team } from "./team.ts";

/** Places in a team's header. */
const ARRIVED = 0;
const ROUND = 1;
const ENDED = 2;
const HEADER_BYTES = 16;

/** Memory in which the workers of a team add up numbers. */
export interface TeamMemory {
  size: number;
  /** The most numbers that a sum can have. */
  numbers: number;
  /** A header, the numbers of each worker, and their sums. */
  shared: SharedArrayBuffer;
}

export function teamMemory(size: number, numbers: number): TeamMemory {
  const bytes = HEADER_BYTES + (size + 1) * numbers * Float32Array.BYTES_PER_ELEMENT;
  return { size, numbers, shared: new SharedArrayBuffer(bytes) };
}

/** Ends a team: whoever waits for a worker that is gone hears of it. */
export function endTeam({ shared }: TeamMemory): void {
  const header = headerOf(shared);
  Atomics.store(header, ENDED, 1);
  Atomics.add(header, ROUND, 1);
  Atomics.notify(header, ROUND);
}

/**
 * A team over shared memory. Every worker writes its numbers; when all have, every worker adds up a part of them, in the
 * order of the workers; when all have, the sums are there. So nothing depends on who comes first.
 */
export class SharedMemoryTeam implements Team {
  readonly place: number;
  readonly size: number;
  readonly #header: Int32Array<SharedArrayBuffer>;
  readonly #numbersOf: (part: number) => Float32Array<SharedArrayBuffer>;

  constructor(place: number, { size, numbers, shared }: TeamMemory) {
    this.place = place;
    this.size = size;
    this.#header = headerOf(shared);
    const bytes = numbers * Float32Array.BYTES_PER_ELEMENT;
    this.#numbersOf = (part) => new Float32Array(shared, HEADER_BYTES + part * bytes, numbers);
  }

  async sum(values: Float32Array): Promise<Float32Array> {
    this.#numbersOf(this.place).set(values);
    await this.#all();
    const [from, to] = spanOf(values.length, this);
    const sums = this.#numbersOf(this.size);
    sums.set(this.#numbersOf(0).subarray(from, to), from);
    for (let part = 1; part < this.size; part++) {
      const own = this.#numbersOf(part);
      for (let i = from; i < to; i++) sums[i] = (sums[i] as number) + (own[i] as number);
    }
    await this.#all();
    return sums.subarray(0, values.length);
  }

  /** Waits until all workers are here. */
  async #all(): Promise<void> {
    const header = this.#header;
    const round = Atomics.load(header, ROUND);
    if (Atomics.add(header, ARRIVED, 1) + 1 === this.size) {
      Atomics.store(header, ARRIVED, 0);
      Atomics.add(header, ROUND, 1);
      Atomics.notify(header, ROUND);
    } else {
      while (Atomics.load(header, ROUND) === round) await changed(header, ROUND, round);
    }
    if (Atomics.load(header, ENDED) !== 0) throw ended();
  }
}

function headerOf(shared: SharedArrayBuffer): Int32Array<SharedArrayBuffer> {
  return new Int32Array(shared, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

/** `Atomics.waitAsync` (ES2024), which some browsers do not have. */
interface WaitAsync {
  waitAsync?(
    array: Int32Array,
    index: number,
    value: number,
  ): { async: false } | { async: true; value: Promise<unknown> };
}

/** Waits until a number may no longer be what it was; where there is no other way, the thread stands still. */
async function changed(array: Int32Array<SharedArrayBuffer>, index: number, was: number): Promise<void> {
  const { waitAsync } = Atomics as WaitAsync;
  if (!waitAsync) {
    Atomics.wait(array, index, was);
    return;
  }
  const waiting = waitAsync(array, index, was);
  if (waiting.async) await waiting.value;
}

function ended(): PlaygroundError {
  return new PlaygroundError({
    what: "A worker of this run ended before its work was done",
    where: "run split over workers",
    expected: "all workers of the run",
    found: "one fewer",
    fix: "Resume the run from its last snapshot, or train it with one worker: each worker needs memory of its own.",
  });
}
