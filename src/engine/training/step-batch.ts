import { responseEdges } from "../losses/edge-weight.ts";
import type { Batch } from "./objective.ts";
import { commonLength, inputs, predictedProbabilities, predictedResponse, rowsOf, table } from "./pair-batch.ts";
import type { Example, Response } from "./pairs.ts";
import { type AfterError, type TokenLabels, tokenLabels } from "./step-labels.ts";

/**
 * Arrays of the N responses of examples with labelled steps, right-padded to T tokens, in the order of `rowsOf`; the
 * caller owns them:
 * - `ids [N, T]` int32, `mask [N, T]` (1 = real), `response [N, T]` (1 = response token)
 * - `signs [N, T]`: 1 at the tokens of a step labelled right, −1 at those of a wrong step, 0 elsewhere
 * - `ends [N, T]`: 1 where a labelled step or a labelled response ends
 * - `q`, `edges [N, T − 1]`: generation probability of token t + 1, and 1 where (t, t + 1) is an edge between labelled
 *   tokens
 */
export function padSteps(examples: readonly Example[], padTokenId: number, afterError: AfterError): Batch {
  return pad([examples], padTokenId, afterError, []);
}

/**
 * Arrays of `padSteps` for a population: equally many examples of every run, stacked on a leading axis and padded to
 * one length. The caller owns them.
 */
export function padStepPopulation(
  runs: readonly (readonly Example[])[],
  padTokenId: number,
  afterError: AfterError,
): Batch {
  return pad(runs, padTokenId, afterError, [runs.length]);
}

/** @param leading the axes before the rows: none, or the axis of the runs */
function pad(
  runs: readonly (readonly Example[])[],
  padTokenId: number,
  afterError: AfterError,
  leading: readonly number[],
): Batch {
  const rows = runs.flatMap(rowsOf);
  const labels = new Map(rows.map((row) => [row, tokenLabels(row, afterError)]));
  const labelled = (values: (labels: TokenLabels, row: Response) => number[]) => (row: Response) =>
    values(labels.get(row) as TokenLabels, row);
  const length = commonLength(runs.flat());
  const tokens = [...leading, rows.length / runs.length, length];
  const edges = [...tokens.slice(0, -1), length - 1];
  return {
    ...inputs(rows, tokens, padTokenId),
    response: table(rows, tokens, ({ ids, responseStart }) => ids.map((_, t) => (t >= responseStart ? 1 : 0))),
    signs: table(
      rows,
      tokens,
      labelled(({ signs }) => signs),
    ),
    ends: table(
      rows,
      tokens,
      labelled(({ ends }) => ends),
    ),
    q: table(rows, edges, predictedProbabilities),
    edges: table(
      rows,
      edges,
      labelled(({ signs }, row) => {
        const isLabelled = (t: number) => (signs[t] === 0 ? 0 : 1);
        return responseEdges(predictedResponse(row)).map((edge, t) => edge * isLabelled(t) * isLabelled(t + 1));
      }),
    ),
  };
}
