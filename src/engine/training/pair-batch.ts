import { numpy as np } from "@jax-js/jax";
import { responseEdges } from "../losses/edge-weight.ts";
import { bucketLength } from "./batching.ts";
import type { Batch } from "./objective.ts";
import type { Example, Response, TokenPair } from "./pairs.ts";
import { PlainLayout, type RowLayout } from "./row-layout.ts";

/**
 * Arrays of B pairs in a layout, by default each response in a row of its own; the caller owns them. With N = 2B rows,
 * chosen rows first, of which the losses see T positions:
 * - the decoder's input: `RowLayout.inputs`
 * - `margins [B]`
 * - `last [N, T]`: 1 at each row's last response token, whose reward is the outcome reward
 * - `response [N, T]`: 1 at response tokens
 * - `q`, `edges [N, T − 1]`: generation probability of token t + 1, and 1 where (t, t + 1) is an edge
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on the chosen rows
 *
 * @param prompts pairs over which text generation is averaged: more than these for a part of a batch
 */
export function padPairs(
  pairs: readonly TokenPair[],
  padTokenId: number,
  layout: RowLayout = new PlainLayout([pairs]),
  prompts = pairs.length,
): Batch {
  return pad([pairs], padTokenId, layout, prompts);
}

/**
 * Arrays of `padPairs` for a population: the pairs of every run, equally many, are stacked on a leading axis and padded
 * to one length, `last [R, N, T]` and so on. `positions` are indices into the positions of all runs. The caller owns
 * the arrays.
 */
export function padPopulation(
  runs: readonly (readonly TokenPair[])[],
  padTokenId: number,
  layout: RowLayout = new PlainLayout(runs, [runs.length]),
): Batch {
  return pad(runs, padTokenId, layout, (runs[0] as readonly TokenPair[]).length);
}

function pad(runs: readonly (readonly TokenPair[])[], padTokenId: number, layout: RowLayout, prompts: number): Batch {
  const leading = layout.axes.slice(0, -1);
  const pairs = runs.flat();
  return {
    ...layout.inputs(padTokenId),
    last: table(layout, ({ ids }) => ids.map((_, t) => (t === ids.length - 1 ? 1 : 0))),
    response: table(layout, ({ ids, responseStart }) => ids.map((_, t) => (t >= responseStart ? 1 : 0))),
    q: edgeTable(layout, predictedProbabilities),
    edges: edgeTable(layout, (row) => responseEdges(predictedResponse(row))),
    margins: np.array(new Float32Array(pairs.map(({ margin }) => margin)), {
      shape: [...leading, pairs.length / runs.length],
    }),
    ...stackTargets(
      runs.map(({ length }, r) => {
        const first = 2 * r * length;
        const rows = Array.from({ length }, (_, i) => first + i);
        return generationTargets(layout, rows, prompts);
      }),
      layout.targets,
      leading,
    ),
  };
}

/**
 * Arrays of all N responses of examples as plain text, right-padded to T tokens, in the order of `batchRows`; the caller
 * owns them:
 * - `ids [N, T]` int32, `mask [N, T]` (1 = real)
 * - `positions`, `labels`, `weights [R]`: the targets of text generation on all rows
 */
export function padResponses(examples: readonly Example[], padTokenId: number): Batch {
  const layout = new PlainLayout([examples]);
  // Rounded up to a quarter of the positions, so that most batches of one length have the same shape.
  const bucket = layout.positions / 4;
  const rows = layout.rows.map((_, r) => r);
  return {
    ...layout.inputs(padTokenId),
    ...stackTargets([generationTargets(layout, rows, examples.length)], bucket, []),
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

/** The response tokens of the rows with these numbers, which answer `prompts` prompts. */
function generationTargets(layout: RowLayout, rows: readonly number[], prompts: number): Target[] {
  return rows.flatMap((r) => {
    const { ids, responseStart } = layout.rows[r] as Response;
    return ids.slice(responseStart).map((label, i) => ({
      label,
      position: layout.place(r, responseStart + i - 1),
      weight: 1 / (ids.length - responseStart) / prompts,
    }));
  });
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

/** An array of a number for each token of the rows that losses see, `[…, N, T]`, filled up with 0. */
export function table(layout: RowLayout, values: (row: Response) => number[]): np.Array {
  return tableOf(layout, layout.width, values);
}

/** An array of a number for each edge between tokens of the rows that losses see, `[…, N, T − 1]`, filled up with 0. */
export function edgeTable(layout: RowLayout, values: (row: Response) => number[]): np.Array {
  return tableOf(layout, layout.width - 1, values);
}

function tableOf(layout: RowLayout, width: number, values: (row: Response) => number[]): np.Array {
  const data = new Float32Array(layout.rows.length * width);
  for (const [r, row] of layout.rows.entries()) data.set(values(row).slice(layout.first(r)), r * width);
  return np.array(data, { shape: [...layout.axes, width] });
}

function arrayOf(dtype: DType, length: number): Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  return dtype === np.int32 ? new Int32Array(length) : new Float32Array(length);
}
