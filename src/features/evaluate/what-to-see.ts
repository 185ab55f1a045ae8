import type { EvaluationReport } from "../../engine/evaluation/report.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";

const ACCURACY = "pairs/accuracy";
const VALUE = "values/pooled";

/** One sentence about an evaluation: what tells its reward models apart, and what does not. */
export function whatToSee({ judges, cells, metrics }: Pick<EvaluationReport, "judges" | "cells" | "metrics">): string {
  const figures = (metric: string, text: (value: number) => string) =>
    judges
      .filter(({ kind }) => kind === "model")
      .flatMap(({ id, name }) => {
        const cell = cells[id]?.[metric];
        return cell && "estimate" in cell ? [`${name} ${text(cell.estimate.value)}`] : [];
      })
      .join(", ");
  const column = metrics.find(({ id }) => id === VALUE)?.name ?? VALUE;
  return t(
    "Pairs hardly tell the reward models apart (accuracy {accuracy}); look at the column “{column}”, how well the process reward follows the true value along a response: {values}. Click a figure for its plot and the records behind it.",
    {
      accuracy: figures(ACCURACY, (share) => `${(100 * share).toFixed(1)} %`),
      column: translated(column),
      values: figures(VALUE, (rank) => rank.toFixed(2)),
    },
  );
}
