import type { ReportedJudge } from "../../engine/evaluation/report.ts";
import { sortedBy } from "../sorted-by.ts";
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
  return parts.flatMap((part) =>
    sortedBy(
      judges.filter(({ kind }) => kind === part),
      value,
      descending,
    ),
  );
}
