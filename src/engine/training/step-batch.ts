import { responseEdges } from "../losses/edge-weight.ts";
import type { Batch } from "./objective.ts";
import { edgeTable, predictedProbabilities, predictedResponse, table } from "./pair-batch.ts";
import type { Response } from "./pairs.ts";
import type { RowLayout } from "./row-layout.ts";
import { type AfterError, type TokenLabels, tokenLabels } from "./step-labels.ts";

/**
 * Arrays of the N responses of examples with labelled steps in a layout, whose losses see T positions of each; for a
 * population all are stacked on a leading axis. The caller owns them:
 * - the decoder's input: `RowLayout.inputs`
 * - `response [N, T]` (1 = response token)
 * - `signs [N, T]`: 1 at the tokens of a step labelled right, −1 at those of a wrong step, 0 elsewhere
 * - `ends [N, T]`: 1 where a labelled step or a labelled response ends
 * - `q`, `edges [N, T − 1]`: generation probability of token t + 1, and 1 where (t, t + 1) is an edge between labelled
 *   tokens
 */
export function padSteps(layout: RowLayout, padTokenId: number, afterError: AfterError): Batch {
  const labels = new Map(layout.rows.map((row) => [row, tokenLabels(row, afterError)]));
  const labelled = (values: (labels: TokenLabels, row: Response) => number[]) => (row: Response) =>
    values(labels.get(row) as TokenLabels, row);
  return {
    ...layout.inputs(padTokenId),
    response: table(layout, ({ ids, responseStart }) => ids.map((_, t) => (t >= responseStart ? 1 : 0))),
    signs: table(
      layout,
      labelled(({ signs }) => signs),
    ),
    ends: table(
      layout,
      labelled(({ ends }) => ends),
    ),
    q: edgeTable(layout, predictedProbabilities),
    edges: edgeTable(
      layout,
      labelled((own, row) => labelledEdges(row, own)),
    ),
  };
}

/** 1 where there is an edge (t, t + 1) between labelled tokens of a response, else 0. */
export function labelledEdges(row: Response, { signs }: TokenLabels): number[] {
  const isLabelled = (t: number) => (signs[t] === 0 ? 0 : 1);
  return responseEdges(predictedResponse(row)).map((edge, t) => edge * isLabelled(t) * isLabelled(t + 1));
}
