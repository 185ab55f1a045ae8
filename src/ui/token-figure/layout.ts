import { type ColumnLayout, layoutColumns } from "./columns.ts";
import type { FigureTrajectory } from "./model.ts";

/** Heights of a figure's rows in pixels, for the page and the exported file. */
export const rowHeights = {
  ruler: 18,
  chips: 44,
  steps: 24,
  arcs: 14,
  rewards: 176,
  edges: 92,
  stepEdges: 92,
} as const;

/** Positions within a row of chips: the chip, and below it the bar of its generation probability. */
export const chipHeight = 26;
export const probabilityBar = { top: 29, height: 12 } as const;

export const gutterWidth = 56;

/** The columns that all trajectories of a figure share. */
export function figureColumns(trajectories: readonly FigureTrajectory[]): ColumnLayout {
  return layoutColumns(trajectories.map(({ tokens }) => tokens.map(({ text }) => text)));
}

/** Whether a column has a number on the ruler. */
export function onRuler(column: number): boolean {
  return column === 1 || column % 5 === 0;
}

/** Whether a column's token is shared with the row above; such tokens are drawn without fill. */
export function isSharedColumn({ partsAt }: Pick<FigureTrajectory, "partsAt">, column: number): boolean {
  return partsAt !== null && column <= partsAt;
}
