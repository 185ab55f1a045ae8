import { EPSILON } from "../losses/edge-kinds.ts";
import { responseEdges } from "../losses/edge-weight.ts";
import { predictedProbabilities, predictedResponse } from "./pair-batch.ts";
import { type Example, exampleResponses, type Response, withResponses } from "./pairs.ts";
import { type StackedConfig, supervisionOf } from "./reward-model-config.ts";
import { labelledEdges } from "./step-batch.ts";
import { tokenLabels } from "./step-labels.ts";

/** What the terms of a loss are averaged over, in a batch or in a part of it. */
export interface BatchCounts {
  /** Pairs or, with labelled steps, labelled step ends, at least 1 of these. */
  means: number;
  /** Edges, and ε. */
  edges: number;
}

export function batchCounts(config: StackedConfig, examples: readonly Example[]): BatchCounts {
  const rows = examples.flatMap(exampleResponses);
  const edges = EPSILON + sum(rows.flatMap((row) => edgesOf(config, row)));
  if (supervisionOf(config) === "pairs") return { means: examples.length, edges };
  const ends = sum(rows.flatMap((row) => tokenLabels(row, config.afterError).ends));
  return { means: Math.max(1, ends), edges };
}

/** A part of a batch whose edges all have the mean probability of the batch: `uniform` weights are made of it. */
export function withMeanProbability(
  config: StackedConfig,
  part: readonly Example[],
  whole: readonly Example[],
): Example[] {
  const rows = whole.flatMap(exampleResponses);
  const weighed = rows.flatMap((row) => {
    const q = predictedProbabilities(row);
    return edgesOf(config, row).map((edge, t) => edge * (q[t] as number));
  });
  const mean = sum(weighed) / batchCounts(config, whole).edges;
  return part.map((example) => withResponses(example, (row) => ({ ...row, q: (row.q ?? []).map(() => mean) })));
}

/** 1 where there is an edge of a response, else 0. */
function edgesOf(config: StackedConfig, row: Response): number[] {
  if (supervisionOf(config) === "steps") return labelledEdges(row, tokenLabels(row, config.afterError));
  return responseEdges(predictedResponse(row));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
