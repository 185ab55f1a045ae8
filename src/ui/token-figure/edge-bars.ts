import { type ConsistencyEdge, consistencyEdges } from "../../engine/evaluation/edges.ts";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { FigureModel, FigureTrajectory } from "./model.ts";

/** A bar of |Δσ(r)|, in pixels, in the column of the token that the edge leads to. */
export interface EdgeBar {
  column: number;
  model: FigureModel;
  x: number;
  width: number;
  top: number;
  bottom: number;
  edge: ConsistencyEdge;
}

const WIDEST = 9;
const INSET = 4;

/** The bars of every reward model along one trajectory, side by side within a column. */
export function edgeBars(
  { tokens, rewards }: Pick<FigureTrajectory, "tokens" | "rewards">,
  models: readonly FigureModel[],
  { columns }: ColumnLayout,
  axis: Axis,
): EdgeBar[] {
  const q = tokens.map((token) => token.q);
  return models.flatMap((model, place) =>
    consistencyEdges(rewards[model.id] ?? [], q).map((edge): EdgeBar => {
      const column = columns[edge.to] ?? { center: 0, width: 0 };
      const width = Math.min(WIDEST, (column.width - INSET) / models.length);
      return {
        column: edge.to,
        model,
        x: column.center + (place - models.length / 2) * width,
        width: Math.max(1, width - 1),
        top: axis.y(edge.delta),
        bottom: axis.y(0),
        edge,
      };
    }),
  );
}
