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
  const { chosen, rows, length } = rowsOf(pairs);
  return {
    ...inputs(rows, length, padTokenId),
    last: table(rows, length, ({ ids }) => ids.map((_, t) => (t === ids.length - 1 ? 1 : 0))),
    response: table(rows, length, ({ ids, responseStart }) => ids.map((_, t) => (t >= responseStart ? 1 : 0))),
    q: table(rows, length - 1, predictedProbabilities),
    edges: table(rows, length - 1, (row) => responseEdges(predictedResponse(row))),
    margins: np.array(new Float32Array(pairs.map(({ margin }) => margin))),
    ...generationTargets(chosen, length, pairs.length, PAIR_BUCKET),
  };
}

/**
 * Arrays of the 2B responses of B pairs as text alone, right-padded to T tokens, chosen rows first:
 * - `ids [2B, T]` int32, `mask [2B, T]` (1 = real)
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on all rows
 */
export function padResponses(pairs: readonly TokenPair[], padTokenId: number): Batch {
  const { rows, length } = rowsOf(pairs);
  // By a quarter of the positions: most batches of one length then have one shape.
  const bucket = (rows.length * length) / 4;
  return {
    ...inputs(rows, length, padTokenId),
    ...generationTargets(rows, length, pairs.length, bucket),
  };
}

function rowsOf(pairs: readonly TokenPair[]): { chosen: Response[]; rows: Response[]; length: number } {
  const chosen = pairs.map((pair) => pair.chosen);
  return {
    chosen,
    rows: [...chosen, ...pairs.map(({ rejected }) => rejected)],
    length: bucketLength(Math.max(...pairs.map(pairLength)), PAIR_BUCKET),
  };
}

function inputs(rows: readonly Response[], length: number, padTokenId: number): Batch {
  return {
    ids: table(rows, length, ({ ids }) => [...ids, ...Array(length - ids.length).fill(padTokenId)], np.int32),
    mask: table(rows, length, ({ ids }) => Array(ids.length).fill(1)),
  };
}

/** 1 where token t + 1 is a response token. */
function predictedResponse({ ids, responseStart }: Response): number[] {
  return ids.slice(1).map((_, t) => (t + 1 >= responseStart ? 1 : 0));
}

function predictedProbabilities({ q, responseStart }: Response): number[] {
  return [...Array(responseStart - 1).fill(0), ...(q ?? [])];
}

/** The response tokens of some rows to `prompts` prompts, their number rounded up to a multiple of `bucket`. */
function generationTargets(rows: readonly Response[], length: number, prompts: number, bucket: number): Batch {
  const targets = rows.flatMap(({ ids, responseStart }, b) =>
    ids.slice(responseStart).map((label, i) => ({
      label,
      position: b * length + responseStart + i - 1,
      weight: 1 / (ids.length - responseStart) / prompts,
    })),
  );
  const count = bucketLength(targets.length, bucket);
  const padded = <T>(values: number[], array: (values: number[]) => T) =>
    array([...values, ...Array(count - values.length).fill(0)]);
  const integers = (values: number[]) => np.array(new Int32Array(values), { dtype: np.int32 });
  return {
    positions: padded(
      targets.map(({ position }) => position),
      integers,
    ),
    labels: padded(
      targets.map(({ label }) => label),
      integers,
    ),
    weights: padded(
      targets.map(({ weight }) => weight),
      (values) => np.array(new Float32Array(values)),
    ),
  };
}

/** One row of numbers a response, 0 from where it ends. */
function table(
  rows: readonly Response[],
  width: number,
  values: (row: Response) => number[],
  dtype: typeof np.float32 | typeof np.int32 = np.float32,
): np.Array {
  const data = dtype === np.int32 ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
  for (const [b, row] of rows.entries()) data.set(values(row), b * width);
  return np.array(data, { shape: [rows.length, width], dtype });
}
