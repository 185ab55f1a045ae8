import { defaultDevice, numpy as np } from "@jax-js/jax";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { LayeredDecoder } from "../decoder/layered.ts";
import { disposeParameters, isBelow, type Parameters, toParameters } from "../decoder/parameters.ts";
import { bucketLength, type TokenSequence } from "./batching.ts";
import type { Batch } from "./objective.ts";
import { PAIR_BUCKET } from "./pairs.ts";
import type { Span } from "./row-layout.ts";
import { type StateStore, storeOf } from "./state-store.ts";
import type { Trunk } from "./trunk.ts";

/** Rows computed at once, always the same number: another number would compile another program. */
export const FROZEN_ROWS = 8;

/**
 * Gives the frozen layers' output for rows, in the order of the rows: an array `[tokens, hidden]` for each row, of the row's own
 * tokens or of more.
 * @param length tokens that the batch of the rows is padded to
 */
export type StatesOf = (rows: readonly TokenSequence[], length: number) => Promise<readonly Float32Array[]>;

export interface FrozenStatesOptions {
  /** Number of layers below the lowest trained layer. */
  layers: number;
  /**
   * Rows that the run is going to ask for: they fill groups of rows that are asked for first. Other rows may be asked
   * for as well.
   */
  rows: readonly TokenSequence[];
  padTokenId: number;
  /** Whether padding gets its states instead of zeros: for a loss that reads rewards at padding. */
  padding: boolean;
  /** Where states are kept; left out, the checkpoint's own store. */
  store?: StateStore;
}

/**
 * The trunk of a run whose lower layers never change: their output for a record is computed once, when a batch first
 * asks for it, and kept by the host, so that a step only pays for the layers that it trains. Nothing in a decoder is
 * random, and a row is always computed in the same shape, padded to its own length and never to that of its batch, so
 * its states are always the same numbers.
 *
 * The layers are computed one after another (`LayeredDecoder`), `FROZEN_ROWS` rows at a time. Incomplete groups are
 * filled with rows of the same length that nobody has asked for yet.
 */
export class FrozenStates implements Trunk {
  readonly from: number;
  readonly #base: Pick<Checkpoint, "config" | "weights">;
  readonly #options: FrozenStatesOptions;
  readonly #store: StateStore;
  readonly #decoder: LayeredDecoder;
  /** The lower layers' parameters on the device; null until something is computed. */
  #params: Parameters | null = null;
  /** Rows that nobody has asked for yet, by the length they are computed in. */
  readonly #waiting: Map<number, Row[]>;
  /** Tokens of the longest row, rounded up to a bucket. */
  readonly #longest: number;

  constructor(base: Pick<Checkpoint, "config" | "weights">, options: FrozenStatesOptions) {
    const { layers, rows, store } = options;
    this.from = layers;
    this.#base = base;
    this.#options = options;
    this.#store = store ?? storeOf(base);
    this.#decoder = new LayeredDecoder(base.config, base.weights);
    this.#longest = rows.reduce((most, { ids }) => Math.max(most, bucketLength(ids.length, PAIR_BUCKET)), 0);
    this.#waiting = byLength(rows.map((row) => this.#row(row, 0)));
  }

  feed(batch: Batch, spans: readonly Span[]): Promise<Batch> {
    return fedWithStates(batch, spans, this.#base.config.hiddenSize, (...asked) => this.statesOf(...asked));
  }

  /** Gives the frozen layers' output for rows, as `StatesOf` does; states that are not kept are computed. */
  async statesOf(sequences: readonly TokenSequence[], length: number): Promise<readonly Float32Array[]> {
    const rows = sequences.map((sequence) => this.#row(sequence, length));
    const states = await this.#statesOf(rows);
    return rows.map(({ key }) => states.get(key) as Float32Array);
  }

  /** The states of all sequences if the store keeps every one; null if any would have to be computed. */
  keptStatesOf(sequences: readonly TokenSequence[], length: number): readonly Float32Array[] | null {
    const found = sequences.flatMap((sequence) => this.#store.get(this.#row(sequence, length).key) ?? []);
    return found.length === sequences.length ? found : null;
  }

  dispose(): void {
    if (this.#params) disposeParameters(this.#params);
    this.#params = null;
    this.#decoder.dispose();
  }

  /** @param length the length that the row's batch is padded to */
  #row({ ids }: TokenSequence, length: number): Row {
    const own = bucketLength(ids.length, PAIR_BUCKET);
    const padded = this.#options.padding ? Math.max(this.#longest, length) : own;
    const kept = this.#options.padding ? padded : ids.length;
    return { ids, length: padded, kept, key: `${defaultDevice()} ${this.from} ${kept} ${ids.join(" ")}` };
  }

  /** The states of rows by the rows' keys. */
  async #statesOf(rows: readonly Row[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    const missing = new Map<string, Row>();
    for (const row of rows) {
      const states = this.#store.get(row.key);
      if (states) found.set(row.key, states);
      else missing.set(row.key, row);
    }
    for (const [length, members] of byLength([...missing.values()])) {
      for (let i = 0; i < members.length; i += FROZEN_ROWS) {
        const group = this.#filled(members.slice(i, i + FROZEN_ROWS), missing);
        const computed = await this.#compute(group, length);
        for (const [j, row] of group.entries()) {
          const states = computed[j] as Float32Array;
          this.#store.keep(row.key, states);
          if (missing.has(row.key)) found.set(row.key, states);
        }
      }
    }
    return found;
  }

  /** The group, filled up with waiting rows as far as there is room to keep their states. */
  #filled(group: readonly Row[], asked: ReadonlyMap<string, Row>): Row[] {
    const filled = [...group];
    const [{ length }] = group as [Row];
    const waiting = this.#waiting.get(length) ?? [];
    while (filled.length < FROZEN_ROWS && waiting.length > 0 && this.#store.hasRoom) {
      const row = waiting.pop() as Row;
      if (!asked.has(row.key) && !this.#store.get(row.key) && filled.every(({ key }) => key !== row.key)) {
        filled.push(row);
      }
    }
    return filled;
  }

  /** The states of each row of a group at the positions that are kept. */
  async #compute(group: readonly Row[], length: number): Promise<Float32Array[]> {
    const { config, weights } = this.#base;
    this.#params ??= toParameters(
      LayeredDecoder.onDevice(new Map([...weights].filter(([name]) => isBelow(config, this.from, name)))),
    );
    const ids = new Int32Array(FROZEN_ROWS * length).fill(this.#options.padTokenId);
    const mask = new Float32Array(FROZEN_ROWS * length);
    for (const [i, row] of group.entries()) {
      ids.set(row.ids, i * length);
      mask.fill(1, i * length, i * length + row.ids.length);
    }
    const shape = [FROZEN_ROWS, length];
    const tokens = np.array(ids, { shape, dtype: np.int32 });
    const states = await this.#decoder.inputOf(this.from, this.#params, tokens, np.array(mask, { shape }));
    const data = (await states.data()) as Float32Array;
    const { hiddenSize } = config;
    return group.map(({ kept }, i) => data.slice(i * length * hiddenSize, (i * length + kept) * hiddenSize));
  }
}

/**
 * A batch with the states of its rows in the place of its ids, 0 at padding. Consumes the batch.
 * @param hiddenSize numbers of a state
 */
export async function fedWithStates(
  { ids, ...rest }: Batch,
  spans: readonly Span[],
  hiddenSize: number,
  statesOf: StatesOf,
): Promise<Batch> {
  const tokens = ids as np.Array;
  const shape = [...tokens.shape, hiddenSize];
  tokens.dispose();
  const rows = [...new Set(spans.map(({ row }) => row))];
  const found = await statesOf(rows, Math.max(...spans.map(({ to }) => to)));
  const states = new Map(rows.map((row, i) => [row, found[i] as Float32Array]));
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  for (const { row, from, to, at } of spans) {
    data.set((states.get(row) as Float32Array).subarray(from * hiddenSize, to * hiddenSize), at * hiddenSize);
  }
  return { ...rest, states: np.array(data, { shape }) };
}

interface Row {
  ids: readonly number[];
  /** The length in tokens that the row is padded to when it is computed. */
  length: number;
  /** Number of positions whose states are kept. */
  kept: number;
  key: string;
}

function byLength(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.length);
    if (group) group.push(row);
    else groups.set(row.length, [row]);
  }
  return groups;
}
