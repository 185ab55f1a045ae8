import { type StepEdge, stepEdges } from "../../engine/evaluation/edges.ts";
import { jumpBound } from "../../engine/evaluation/jump-bound.ts";
import type { Axis } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import type { FigureModel, FigureTrajectory } from "./model.ts";
import { stepEnds } from "./step-ends.ts";

/**
 * What the bound 1 − Π q allows between two neighbouring step ends, as a band over the tokens in between, in pixels.
 */
export interface StepBand {
  /** Columns of the two step ends. */
  from: number;
  to: number;
  x: number;
  width: number;
  top: number;
  bottom: number;
}

/** A bar of |Δσ(r)| from one step end to the next, in pixels. */
export interface StepBar {
  model: FigureModel;
  x: number;
  width: number;
  top: number;
  bottom: number;
  edge: StepEdge;
}

const WIDEST = 12;
const INSET = 6;

type Shown = Pick<FigureTrajectory, "tokens" | "rewards" | "steps">;

/** The bands of a trajectory, one per step. */
export function stepBands({ tokens, steps }: Omit<Shown, "rewards">, layout: ColumnLayout, axis: Axis): StepBand[] {
  const ends = stepEnds({ tokens, steps });
  const q = tokens.map((token) => token.q);
  return ends.slice(1).map((to, i) => {
    const from = ends[i] as number;
    return { from, to, ...extent(layout, from, to), top: axis.y(jumpBound(q, from, to)), bottom: axis.y(0) };
  });
}

/** The bars of every reward model, side by side in the middle of a step's tokens. */
export function stepBars(
  { tokens, rewards, steps }: Shown,
  models: readonly FigureModel[],
  layout: ColumnLayout,
  axis: Axis,
): StepBar[] {
  const q = tokens.map((token) => token.q);
  const ends = stepEnds({ tokens, steps });
  return models.flatMap((model, place) =>
    stepEdges(rewards[model.id] ?? [], q, ends).map((edge): StepBar => {
      const step = extent(layout, edge.from, edge.to);
      const width = Math.min(WIDEST, (step.width - INSET) / models.length);
      return {
        model,
        x: step.x + step.width / 2 + (place - models.length / 2) * width,
        width: Math.max(1, width - 1),
        top: axis.y(edge.delta),
        bottom: axis.y(0),
        edge,
      };
    }),
  );
}

/** The horizontal extent from the token after column `from` to the end of another column. */
function extent({ columns }: ColumnLayout, from: number, to: number): { x: number; width: number } {
  const x = columns[from + 1]?.x ?? 0;
  const last = columns[to];
  return { x, width: last ? last.x + last.width - x - 2 : 0 };
}
