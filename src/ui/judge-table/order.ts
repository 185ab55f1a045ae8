import type { ReportedJudge } from "../../engine/evaluation/report.ts";
import type { FigureOrder, FigureTable } from "./figures.ts";

const parts: ReportedJudge["kind"][] = ["model", "truth", "baseline"];

/**
 * The judges in the table's order: first reward models, then known values and baselines, each kind sorted by a metric.
 */
export function orderedJudges(
  { judges, cells }: Pick<FigureTable, "judges" | "cells">,
  { sort, descending }: FigureOrder,
): ReportedJudge[] {
  const value = ({ id }: ReportedJudge) => {
    const figure = cells[id]?.[sort];
    return figure && "estimate" in figure ? figure.estimate.value : null;
  };
  const byValue = (one: ReportedJudge, other: ReportedJudge) => {
    const [a, b] = [value(one), value(other)];
    // Judges without a figure come last in either direction.
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return descending ? b - a : a - b;
  };
  return parts.flatMap((part) => judges.filter(({ kind }) => kind === part).sort(byValue));
}
