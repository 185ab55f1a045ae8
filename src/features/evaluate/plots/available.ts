import type { JudgeFigures, Metric } from "../../../engine/evaluation/report.ts";
import { msg } from "../../../i18n/msg.ts";
import type { Plot } from "../../../state/evaluate-view.ts";

export const plotNames: Record<Plot, string> = {
  margins: msg("Margins"),
  rewards: msg("Rewards"),
  reliability: msg("Reliability"),
  length: msg("By length"),
  values: msg("Values"),
  edges: msg("Edges"),
};

/** The plots that a judge has for a metric; the most informative comes first. */
export function availablePlots(
  { id, group }: Pick<Metric, "id" | "group">,
  figures: JudgeFigures | undefined,
  hasEdges: boolean,
): Plot[] {
  switch (group) {
    case "pairs":
    case "rewardbench": {
      if (!figures?.pairs) return [];
      const others: Plot[] = ["margins", "rewards", "length"];
      if (!figures.pairs.reliability) return others;
      return /brier|ece/.test(id) ? ["reliability", ...others] : [...others, "reliability"];
    }
    case "process":
      return figures?.process ? ["reliability"] : [];
    case "values":
      return figures?.values ? ["values"] : [];
    case "mistakes":
      return [];
    case "mechanism":
      return hasEdges ? ["edges"] : [];
  }
}
