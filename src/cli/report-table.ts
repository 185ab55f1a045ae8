import type { Cell, EvaluationReport, Metric } from "../engine/evaluation/report.ts";
import type { Estimate } from "../engine/statistics/estimate.ts";

const INTERVALS = "95 % intervals over problems, of each figure by itself; no difference between judges is tested.";

/** A report as tables: one per group of metrics, one row per judge; columns without any figure are left out. */
export function reportTables({ judges, metrics, cells }: EvaluationReport): string {
  const groups = [...new Set(metrics.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const columns = metrics.filter((metric) => metric.group === group);
    const rows = judges.flatMap(({ id, name }) => {
      const row = columns.map((metric) => cellText(cells[id]?.[metric.id] as Cell, metric));
      return row.every((text) => text === "–") ? [] : [[name, ...row]];
    });
    return inColumns([["", ...columns.map(({ name }) => name)], ...rows]);
  });
  return [...tables, INTERVALS].join("\n\n");
}

function cellText(cell: Cell, { unit }: Metric): string {
  if ("missing" in cell) return "–";
  const { value, low, high } = cell.estimate;
  if (unit === "share") return percentage(cell.estimate);
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** A share with its interval in percent. */
export function percentage({ value, low, high }: Estimate): string {
  const text = (share: number) => (100 * share).toFixed(1);
  return `${text(value)} [${text(low)}, ${text(high)}]`;
}

/** Rows of equally many cells, aligned in columns. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] as number))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
