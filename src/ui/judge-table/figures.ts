import type { Metric, ReportedJudge } from "../../engine/evaluation/report.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";

/** A column of the table. */
export interface FigureColumn extends Pick<Metric, "id" | "name" | "better" | "unit" | "about"> {
  /** Name of the column's group; columns of a group stand side by side under it. */
  group: string;
}

/** A figure with its interval, or the reason why it is missing, for a person. */
export type TableFigure = { estimate: Estimate } | { missing: string };

/** A table of figures, judges × metrics. */
export interface FigureTable {
  judges: readonly ReportedJudge[];
  metrics: readonly FigureColumn[];
  /** Figures by judge id, then by metric id. */
  cells: Readonly<Record<string, Readonly<Record<string, TableFigure>>>>;
}

/** The order of the judges: the id of a metric, or empty for the given order. */
export interface FigureOrder {
  sort: string;
  descending: boolean;
}

/** Ids of a figure's judge and metric. */
export interface FigurePlace {
  judge: string;
  metric: string;
}
