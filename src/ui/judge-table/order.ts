import type { Judge } from "../../engine/evaluation/report.ts";
import type { FigureOrder, Figures } from "./figures.ts";

const parts: Judge["kind"][] = ["model", "truth", "baseline"];

/**
 * The judges in the table's order: first reward models, then known values and baselines, each kind sorted by a metric.
 */
export function orderedJudges(
  { judges, cells }: Pick<Figures, "judges" | "cells">,
  { sort, descending }: FigureOrder,
): Judge[] {
  const value = ({ id }: Judge) => {
    const figure = cells[id]?.[sort];
    return figure && "estimate" in figure ? figure.estimate.value : null;
  };
  const byValue = (one: Judge, other: Judge) => {
    const [a, b] = [value(one), value(other)];
    // Judges without a figure come last in either direction.
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return descending ? b - a : a - b;
  };
  return parts.flatMap((part) => judges.filter(({ kind }) => kind === part).sort(byValue));
}
