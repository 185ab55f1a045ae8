import { numpy as np } from "@jax-js/jax";
import { responseEdges } from "../losses/edge-weight.ts";
import { bucketLength } from "./batching.ts";
import type { Batch } from "./objective.ts";
import { type Example, PAIR_BUCKET, pairLength, type Response, responsesOf, type TokenPair } from "./pairs.ts";

/**
 * Arrays of B pairs, right-padded to T tokens, chosen rows first, which the caller owns:
 * - `ids [2B, T]` int32, `mask [2B, T]` (1 = real), `margins [B]`
 * - `last [2B, T]`: 1 at each row's last response token, whose reward is the outcome reward
 * - `response [2B, T]`: 1 at response tokens
 * - `q`, `edges [2B, T − 1]`: generation probability of token t + 1, and 1 where (t, t + 1) is an edge
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on the chosen rows
 */
export function padPairs(pairs: readonly TokenPair[], padTokenId: number): Batch {
  return pad([pairs], padTokenId, []);
}

/**
 * Arrays of `padPairs` for a population: the pairs of every run, equally many, are stacked on a leading axis and padded
 * to one length, `ids [R, 2B, T]` and so on. `positions` are indices into the positions of all runs. The caller owns
 * the arrays.
 */
export function padPopulation(runs: readonly (readonly TokenPair[])[], padTokenId: number): Batch {
  return pad(runs, padTokenId, [runs.length]);
}

/** @param leading the axes before the rows: none, or the axis of the runs */
function pad(runs: readonly (readonly TokenPair[])[], padTokenId: number, leading: readonly number[]): Batch {
  const pairs = runs.flat();
  const rows = runs.flatMap(rowsOf);
  const length = commonLength(pairs);
  const positions = [...leading, rows.length / runs.length, length];
  const steps = [...leading, rows.length / runs.length, length - 1];
  return {
    ...inputs(rows, positions, padTokenId),
    last: table(rows, positions, ({ ids }) => ids.map((_, t) => (t === ids.length - 1 ? 1 : 0))),
    response: table(rows, positions, ({ ids, responseStart }) => ids.map((_, t) => (t >= responseStart ? 1 : 0))),
    q: table(rows, steps, predictedProbabilities),
    edges: table(rows, steps, (row) => responseEdges(predictedResponse(row))),
    margins: np.array(new Float32Array(pairs.map(({ margin }) => margin)), {
      shape: [...leading, pairs.length / runs.length],
    }),
    ...stackTargets(
      runs.map((run, r) =>
        generationTargets(
          run.map(({ chosen }) => chosen),
          2 * r * run.length,
          length,
          run.length,
        ),
      ),
      PAIR_BUCKET,
      leading,
    ),
  };
}

/**
 * Arrays of all N responses of examples as plain text, right-padded to T tokens, in the order of `rowsOf`; the caller
 * owns them:
 * - `ids [N, T]` int32, `mask [N, T]` (1 = real)
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on all rows
 */
export function padResponses(examples: readonly Example[], padTokenId: number): Batch {
  const rows = rowsOf(examples);
  const length = commonLength(examples);
  // Rounded up to a quarter of the positions, so that most batches of one length have the same shape.
  const bucket = (rows.length * length) / 4;
  return {
    ...inputs(rows, [rows.length, length], padTokenId),
    ...stackTargets([generationTargets(rows, 0, length, examples.length)], bucket, []),
  };
}

/** The rows of a batch: all chosen responses, then all rejected ones; single responses in their order. */
export function rowsOf(examples: readonly Example[]): Response[] {
  const all = examples.map(responsesOf);
  return [0, 1].flatMap((place) => all.flatMap((responses) => responses[place] ?? []));
}

/** The length that all rows of a batch are padded to. */
export function commonLength(examples: readonly Example[]): number {
  return bucketLength(Math.max(...examples.map(pairLength)), PAIR_BUCKET);
}

/** `ids` and `mask` of rows, right-padded. @param shape the shape of both arrays, `[…, N, T]` */
export function inputs(rows: readonly Response[], shape: readonly number[], padTokenId: number): Batch {
  const length = shape.at(-1) as number;
  return {
    ids: table(rows, shape, ({ ids }) => [...ids, ...Array(length - ids.length).fill(padTokenId)], np.int32),
    mask: table(rows, shape, ({ ids }) => Array(ids.length).fill(1)),
  };
}

/** 1 where token t + 1 is a response token, else 0. */
export function predictedResponse({ ids, responseStart }: Response): number[] {
  return ids.slice(1).map((_, t) => (t + 1 >= responseStart ? 1 : 0));
}

/** `q` of token t + 1; 0 in the prompt, and everywhere if the response has no probabilities. */
export function predictedProbabilities({ q, responseStart }: Response): number[] {
  return [...Array(responseStart - 1).fill(0), ...(q ?? [])];
}

interface Target {
  label: number;
  position: number;
  weight: number;
}

/** The response tokens of rows that answer `prompts` prompts; `first` is the index of the first row in the batch. */
function generationTargets(rows: readonly Response[], first: number, length: number, prompts: number): Target[] {
  return rows.flatMap(({ ids, responseStart }, b) =>
    ids.slice(responseStart).map((label, i) => ({
      label,
      position: (first + b) * length + responseStart + i - 1,
      weight: 1 / (ids.length - responseStart) / prompts,
    })),
  );
}

/** The targets of every run as arrays; their number is rounded up to a multiple of `bucket`. */
function stackTargets(runs: readonly Target[][], bucket: number, leading: readonly number[]): Batch {
  const count = bucketLength(Math.max(...runs.map((targets) => targets.length)), bucket);
  const padded = (value: (target: Target) => number, dtype: DType) => {
    const data = arrayOf(dtype, runs.length * count);
    for (const [r, targets] of runs.entries()) data.set(targets.map(value), r * count);
    return np.array(data, { shape: [...leading, count], dtype });
  };
  return {
    positions: padded(({ position }) => position, np.int32),
    labels: padded(({ label }) => label, np.int32),
    weights: padded(({ weight }) => weight, np.float32),
  };
}

type DType = typeof np.float32 | typeof np.int32;

/** An array with one row of numbers per response, filled up with 0. @param shape the array's shape, `[…, N, width]` */
export function table(
  rows: readonly Response[],
  shape: readonly number[],
  values: (row: Response) => number[],
  dtype: DType = np.float32,
): np.Array {
  const width = shape.at(-1) as number;
  const data = arrayOf(dtype, rows.length * width);
  for (const [b, row] of rows.entries()) data.set(values(row), b * width);
  return np.array(data, { shape: [...shape], dtype });
}

function arrayOf(dtype: DType, length: number): Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  return dtype === np.int32 ? new Int32Array(length) : new Float32Array(length);
}
