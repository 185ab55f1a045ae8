import { numpy as np } from "@jax-js/jax";
import { commonLength } from "../tokenizer/common-length.ts";
import { BatchShapes, type Parts, pairPositions } from "./batch-shapes.ts";
import { bucketLength, type TokenSequence } from "./batching.ts";
import type { Batch } from "./objective.ts";
import { type Example, exampleResponses, PAIR_BUCKET, pairLength, type Response } from "./pairs.ts";

/** Tokens `from` to `to` of a row, which are in a batch from position `at` of all its positions on. */
export interface Span {
  row: TokenSequence;
  from: number;
  to: number;
  at: number;
}

/** How the rows of a batch lie in the arrays that the decoder reads, and in the arrays that losses read. */
export interface RowLayout {
  /** All chosen responses, then all rejected ones; single responses in their order. For a population, run by run. */
  readonly rows: readonly Response[];
  /** Axes of the rows in the arrays of the losses: `[N]`, or for a population `[R, N]`. */
  readonly axes: readonly number[];
  /** Positions of a row in the arrays of the losses. */
  readonly width: number;
  /** The places of the rows' tokens among the decoder's positions; rows that share a token share its place. */
  readonly spans: readonly Span[];
  /** The decoder's positions, padding included. */
  readonly positions: number;
  /** The number of text targets of a run is rounded up to a multiple of this. */
  readonly targets: number;
  /** First token of a row that is in the arrays of the losses. */
  first(row: number): number;
  /** The position of a row's token among all positions that the decoder reads. */
  place(row: number, token: number): number;
  /** `ids` and what `maskOf` reads; the caller owns them. */
  inputs(padTokenId: number): Batch;
}

/** Responses of a pair. */
const COUNT = 2;

/** The rows of a batch: all chosen responses, then all rejected ones; single responses in their order. */
export function batchRows(examples: readonly Example[]): Response[] {
  const all = examples.map(exampleResponses);
  return [0, 1].flatMap((place) => all.flatMap((responses) => responses[place] ?? []));
}

/**
 * The layout of a batch: of pairs `SharedPromptLayout`, if so fewer positions are read than in `PlainLayout`.
 *
 * @param runs the examples of every run, equally many
 * @param leading the axes before the rows: none, or the axis of the runs
 * @param whole all examples of the batch of which `runs` are a part: parts of one batch have rows of one width
 * @param shapes those among which the batches of the run have theirs
 */
export function layoutOf(
  runs: readonly (readonly Example[])[],
  leading: readonly number[] = [],
  whole: readonly Example[] = runs.flat(),
  shapes = BatchShapes.bucketed,
): RowLayout {
  const plain = new PlainLayout(runs, leading, whole);
  if (!whole.every((example) => "chosen" in example)) return plain;
  // Compared in buckets: of two batches alike, the shapes of their run must not give each a layout and a program of its own.
  const usual = BatchShapes.bucketed.widths(longestParts(whole));
  const shares = (plain.rows.length / COUNT) * pairPositions(usual) < plain.positions;
  return shares ? new SharedPromptLayout(runs, leading, whole, shapes) : plain;
}

/** Every row by itself, right-padded to one length T: `ids [N, T]` int32, `mask [N, T]` (1 = token). */
export class PlainLayout implements RowLayout {
  readonly rows: readonly Response[];
  readonly axes: readonly number[];
  readonly width: number;

  /** @param whole as in `layoutOf` */
  constructor(
    runs: readonly (readonly Example[])[],
    leading: readonly number[] = [],
    whole: readonly Example[] = runs.flat(),
  ) {
    this.rows = runs.flatMap(batchRows);
    this.axes = [...leading, this.rows.length / runs.length];
    this.width = bucketLength(
      whole.reduce((most, example) => Math.max(most, pairLength(example)), 0),
      PAIR_BUCKET,
    );
  }

  get positions(): number {
    return this.rows.length * this.width;
  }

  /** Every other row is a chosen one. */
  get targets(): number {
    return BatchShapes.bucketed.targets((this.width * (this.axes.at(-1) as number)) / COUNT);
  }

  get spans(): Span[] {
    return this.rows.map((row, r) => ({ row, from: 0, to: this.width, at: r * this.width }));
  }

  first(): number {
    return 0;
  }

  place(row: number, token: number): number {
    return row * this.width + token;
  }

  inputs(padTokenId: number): Batch {
    const shape = [...this.axes, this.width];
    return {
      ids: np.array(this.#filled(padTokenId), { shape, dtype: np.int32 }),
      mask: np.array(
        prefixes(
          this.rows.map(({ ids }) => ids.length),
          this.width,
        ),
        { shape },
      ),
    };
  }

  #filled(padTokenId: number): Int32Array<ArrayBuffer> {
    const ids = new Int32Array(this.positions).fill(padTokenId);
    for (const [r, row] of this.rows.entries()) ids.set(row.ids, r * this.width);
    return ids;
  }
}

/**
 * The tokens that both responses of a pair begin with are read once: rows `[prompt, chosen, rejected]` of P + 2·R
 * positions (decoder/row-mask.ts). Losses read the R positions of each response.
 */
export class SharedPromptLayout implements RowLayout {
  readonly rows: readonly Response[];
  readonly axes: readonly number[];
  readonly width: number;
  readonly #leading: readonly number[];
  readonly #prompt: number;
  /** Pairs of a run. */
  readonly #pairs: number;
  /** Tokens that the pair of a row shares, by row. */
  readonly #common: readonly number[];
  readonly targets: number;

  /** @param whole and shapes as in `layoutOf` */
  constructor(
    runs: readonly (readonly Example[])[],
    leading: readonly number[] = [],
    whole: readonly Example[] = runs.flat(),
    shapes = BatchShapes.bucketed,
  ) {
    this.rows = runs.flatMap(batchRows);
    this.#leading = leading;
    this.#pairs = (runs[0] as readonly Example[]).length;
    this.axes = [...leading, COUNT * this.#pairs];
    this.#common = runs.flatMap((examples) => {
      const common = examples.map(commonTokens);
      return [...common, ...common];
    });
    const { prompt, own } = shapes.widths(longestParts(whole));
    this.#prompt = prompt;
    this.width = own;
    this.targets = shapes.targets(own * this.#pairs);
  }

  get positions(): number {
    return (this.rows.length / COUNT) * this.#length;
  }

  get spans(): Span[] {
    return this.rows.flatMap((row, r) => {
      const first = this.first(r);
      const own = {
        row,
        from: first,
        to: row.ids.length,
        at: this.#begin(r) + this.#prompt + this.#side(r) * this.width,
      };
      return this.#side(r) === 0 ? [{ row, from: 0, to: first, at: this.#begin(r) }, own] : [own];
    });
  }

  first(row: number): number {
    return this.#common[row] as number;
  }

  place(row: number, token: number): number {
    const first = this.first(row);
    if (token < first) return this.#begin(row) + token;
    return this.#begin(row) + this.#prompt + this.#side(row) * this.width + token - first;
  }

  inputs(padTokenId: number): Batch {
    const rows = [...this.#leading, this.#pairs];
    const ids = new Int32Array(this.positions).fill(padTokenId);
    const order = new Int32Array(this.positions);
    for (const { row, from, to, at } of this.spans) {
      ids.set(row.ids.slice(from, to), at);
      for (let t = from; t < to; t++) order[at + t - from] = t;
    }
    const first = this.rows.flatMap((_, r) => (this.#side(r) === 0 ? [r] : []));
    const prompts = first.map((r) => this.first(r));
    const responses = first.flatMap((r) =>
      [r, r + this.#pairs].map((row) => (this.rows[row] as Response).ids.length - this.first(row)),
    );
    const shape = [...rows, this.#length];
    return {
      ids: np.array(ids, { shape, dtype: np.int32 }),
      tokenPositions: np.array(order, { shape, dtype: np.int32 }),
      promptMask: np.array(prefixes(prompts, this.#prompt), { shape: [...rows, this.#prompt] }),
      responseMask: np.array(prefixes(responses, this.width), { shape: [...rows, COUNT, this.width] }),
    };
  }

  get #length(): number {
    return pairPositions({ prompt: this.#prompt, own: this.width });
  }

  /** 0 for a chosen response, 1 for a rejected one. */
  #side(row: number): number {
    return Math.floor(row / this.#pairs) % COUNT;
  }

  /** The first position of the pair of a row. */
  #begin(row: number): number {
    const run = Math.floor(row / (COUNT * this.#pairs));
    return (run * this.#pairs + (row % this.#pairs)) * this.#length;
  }
}

/** Tokens that both responses of a pair begin with, of its prompt at most: what follows is read for each by itself. */
export function commonTokens(example: Example): number {
  const [chosen, rejected] = exampleResponses(example) as [Response, Response];
  const prompts = [chosen, rejected].map(({ ids, responseStart }) => ids.slice(0, responseStart));
  return commonLength(prompts[0] as number[], prompts[1] as number[]);
}

/** Of pairs, the most tokens that the responses of one begin with alike, and the most tokens of a response after that. */
export function longestParts(pairs: readonly Example[]): Parts {
  const longest = { prompt: 0, own: 0 };
  for (const pair of pairs) {
    const common = commonTokens(pair);
    longest.prompt = Math.max(longest.prompt, common);
    longest.own = Math.max(longest.own, pairLength(pair) - common);
  }
  return longest;
}

/** Rows of `width` numbers that begin with so many ones. */
function prefixes(counts: readonly number[], width: number): Float32Array<ArrayBuffer> {
  const data = new Float32Array(counts.length * width);
  for (const [r, count] of counts.entries()) data.fill(1, r * width, r * width + count);
  return data;
}
