import { csvText } from "../../../engine/csv.ts";
import type { EvaluationReport } from "../../../engine/evaluation/report.ts";

/** The report as CSV, one row per cell, in the order of the report. */
export function reportCsv({ data, judges, metrics, cells }: EvaluationReport): string {
  const header = ["data", "judge", "name", "kind", "metric", "value", "low", "high", "count", "missing"];
  const rows = judges.flatMap(({ id, name, kind }) =>
    metrics.map((metric) => {
      const cell = cells[id]?.[metric.id];
      const own = [data.name, id, name, kind, metric.id];
      if (!cell || "missing" in cell) return [...own, "", "", "", "", cell?.missing ?? ""];
      const { value, low, high, count } = cell.estimate;
      return [...own, value, low, high, count, ""];
    }),
  );
  return csvText([header, ...rows]);
}
