import type { PairSignal } from "./signal.ts";

/** The training signal of one pair at one step. */
export interface SignalRecording {
  /** Index among the held-out pairs. */
  pair: number;
  step: number;
  signal: PairSignal;
  /** The edge probabilities that the run's loss reads, after temperature, nucleus and shuffling. */
  q: { chosen: readonly number[]; rejected: readonly number[] };
}

/** A measurement on the held-out pairs. */
export interface HeldOutEvaluation {
  step: number;
  accuracy: number;
  margin: number;
  /** Outcome rewards of the held-out pairs. */
  chosen: number[];
  rejected: number[];
}

/** The largest length of a list; a longer list drops every second entry. */
const MOST = 600;

/**
 * The parts of a run's past beside its metrics: recordings of pairs, and held-out measurements. The history stays small
 * in a long run: a list that grows too long drops every second entry, but never the first and the last.
 */
export class RunHistory {
  readonly #recordings = new Map<number, SignalRecording[]>();
  #evaluations: HeldOutEvaluation[] = [];

  record(recording: SignalRecording): void {
    const { pair } = recording;
    this.#recordings.set(pair, extended(this.#recordings.get(pair) ?? [], recording));
  }

  measure(evaluation: HeldOutEvaluation): void {
    this.#evaluations = extended(this.#evaluations, evaluation);
  }

  /** The recordings of one pair, in the order of the steps. */
  recordings(pair: number): readonly SignalRecording[] {
    return this.#recordings.get(pair) ?? [];
  }

  get allRecordings(): SignalRecording[] {
    return [...this.#recordings.values()].flat();
  }

  get evaluations(): readonly HeldOutEvaluation[] {
    return this.#evaluations;
  }
}

/** Appends an entry. A run that continues from a snapshot overwrites the entries after the snapshot. */
function extended<T extends { step: number }>(list: readonly T[], item: T): T[] {
  const all = [...list.filter(({ step }) => step < item.step), item];
  return all.length <= MOST ? all : all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
}
