import type { Judge, Metric } from "../../engine/evaluation/report.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";

/** A column of the table. */
export interface FigureColumn extends Pick<Metric, "id" | "name" | "better" | "unit" | "about"> {
  /** Columns of a group stand side by side under its name. */
  group: string;
}

/** A figure with its interval, or why there is none, for a person. */
export type Figure = { estimate: Estimate } | { missing: string };

/** Judges × metrics. */
export interface Figures {
  judges: readonly Judge[];
  metrics: readonly FigureColumn[];
  /** By id of the judge, then of the metric. */
  cells: Readonly<Record<string, Readonly<Record<string, Figure>>>>;
}

/** What the judges are sorted by: the id of a metric; empty leaves them as they are. */
export interface FigureOrder {
  sort: string;
  descending: boolean;
}

/** Ids of the judge and the metric of a figure. */
export interface FigurePlace {
  judge: string;
  metric: string;
}
