import type { Judge } from "../../engine/evaluation/report.ts";
import type { FigureOrder, Figures } from "./figures.ts";

const parts: Judge["kind"][] = ["model", "truth", "baseline"];

/** The judges in the order of the table: reward models, then what they are held against, each sorted by a metric. */
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
    // Without a figure last, either way.
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return descending ? b - a : a - b;
  };
  return parts.flatMap((part) => judges.filter(({ kind }) => kind === part).sort(byValue));
}
