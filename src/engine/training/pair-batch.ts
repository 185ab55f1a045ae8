import { numpy as np } from "@jax-js/jax";
import { responseEdges } from "../losses/edge-weight.ts";
import { bucketLength } from "./batching.ts";
import type { Batch } from "./objective.ts";
import { PAIR_BUCKET, pairLength, type Response, type TokenPair } from "./pairs.ts";

/**
 * Arrays of B pairs, right-padded to T tokens, chosen rows first:
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
 * The same of a population: as many pairs of every run, stacked on a leading axis and padded alike, `ids [R, 2B, T]` and so
 * on. `positions` count through the rows of all runs.
 */
export function padPopulation(runs: readonly (readonly TokenPair[])[], padTokenId: number): Batch {
  return pad(runs, padTokenId, [runs.length]);
}

/** @param leading the axes before the rows: none, or that of the runs */
function pad(runs: readonly (readonly TokenPair[])[], padTokenId: number, leading: readonly number[]): Batch {
  const pairs = runs.flat();
  const rows = runs.flatMap(rowsOfPairs);
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
 * Arrays of the 2B responses of B pairs as text alone, right-padded to T tokens, chosen rows first:
 * - `ids [2B, T]` int32, `mask [2B, T]` (1 = real)
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on all rows
 */
export function padResponses(pairs: readonly TokenPair[], padTokenId: number): Batch {
  const rows = rowsOfPairs(pairs);
  const length = commonLength(pairs);
  // By a quarter of the positions: most batches of one length then have one shape.
  const bucket = (rows.length * length) / 4;
  return {
    ...inputs(rows, [rows.length, length], padTokenId),
    ...stackTargets([generationTargets(rows, 0, length, pairs.length)], bucket, []),
  };
}

/** The rows of a batch of pairs: chosen ones first. */
export function rowsOfPairs(pairs: readonly TokenPair[]): Response[] {
  return [...pairs.map(({ chosen }) => chosen), ...pairs.map(({ rejected }) => rejected)];
}

function commonLength(pairs: readonly TokenPair[]): number {
  return bucketLength(Math.max(...pairs.map(pairLength)), PAIR_BUCKET);
}

function inputs(rows: readonly Response[], shape: readonly number[], padTokenId: number): Batch {
  const length = shape.at(-1) as number;
  return {
    ids: table(rows, shape, ({ ids }) => [...ids, ...Array(length - ids.length).fill(padTokenId)], np.int32),
    mask: table(rows, shape, ({ ids }) => Array(ids.length).fill(1)),
  };
}

/** 1 where token t + 1 is a response token. */
function predictedResponse({ ids, responseStart }: Response): number[] {
  return ids.slice(1).map((_, t) => (t + 1 >= responseStart ? 1 : 0));
}

function predictedProbabilities({ q, responseStart }: Response): number[] {
  return [...Array(responseStart - 1).fill(0), ...(q ?? [])];
}

interface Target {
  label: number;
  position: number;
  weight: number;
}

/** The response tokens of some rows to `prompts` prompts; `first` is the place of the first row in the batch. */
function generationTargets(rows: readonly Response[], first: number, length: number, prompts: number): Target[] {
  return rows.flatMap(({ ids, responseStart }, b) =>
    ids.slice(responseStart).map((label, i) => ({
      label,
      position: (first + b) * length + responseStart + i - 1,
      weight: 1 / (ids.length - responseStart) / prompts,
    })),
  );
}

/** Targets of every run as arrays, their number rounded up to a multiple of `bucket`. */
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

/** One row of numbers a response, 0 from where it ends. */
function table(
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
