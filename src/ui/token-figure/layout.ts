import { type ColumnLayout, layoutColumns } from "./columns.ts";
import type { FigureTrajectory } from "./model.ts";

/** Heights of a figure's rows in pixels; the page and the exported file share them. */
export const rowHeights = {
  ruler: 18,
  chips: 44,
  steps: 24,
  arcs: 14,
  rewards: 176,
  edges: 92,
  stepEdges: 92,
} as const;

/** Within a row of chips: the chip itself, then the bar of its generation probability. */
export const chipHeight = 26;
export const probabilityBar = { top: 29, height: 12 } as const;

export const gutterWidth = 56;

/** The shared columns of every trajectory of a figure. */
export function figureColumns(trajectories: readonly FigureTrajectory[]): ColumnLayout {
  return layoutColumns(trajectories.map(({ tokens }) => tokens.map(({ text }) => text)));
}

/** Whether a column gets a number on the ruler. */
export function onRuler(column: number): boolean {
  return column === 1 || column % 5 === 0;
}

/** Columns whose tokens a trajectory shares with the row above it: drawn without fill. */
export function isShared({ partsAt }: Pick<FigureTrajectory, "partsAt">, column: number): boolean {
  return partsAt !== null && column <= partsAt;
}
