import * as v from "valibot";
import { parseJsonLines } from "../../engine/data/json-lines.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";

// Numbers that JSON cannot express are written as words.
const notFinite = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY };
type Word = keyof typeof notFinite;
const words = Object.keys(notFinite) as [Word, ...Word[]];

const figure = v.union([
  v.number(),
  v.pipe(
    v.picklist(words),
    v.transform((word): number => notFinite[word]),
  ),
]);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const row = v.objectWithRest(
  { step: count, loss: figure, grad_norm: figure, learning_rate: figure, tokens_per_second: figure },
  figure,
);

/** Metrics as JSON Lines, one object per step. */
export function metricsJsonLines(rows: readonly StepMetrics[]): string {
  const spelled = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return rows.map((metrics) => `${JSON.stringify(metrics, spelled)}\n`).join("");
}

/**
 * Reads the rows that `metricsJsonLines` wrote; a run without steps has none.
 * @throws PlaygroundError naming line and field
 */
export function readMetricsJsonLines(text: string, file: string): StepMetrics[] {
  return text.trim() === "" ? [] : parseJsonLines(text, file, row);
}

/**
 * Metrics as CSV for spreadsheets: one row a step, one column a metric; a cell is empty if the step lacks the metric.
 */
export function metricsCsv(rows: readonly StepMetrics[]): string {
  const names = [...new Set(["step", ...rows.flatMap((metrics) => Object.keys(metrics))])];
  const lines = rows.map((metrics) => names.map((name) => metrics[name] ?? "").join(","));
  return [names.map(quoted).join(","), ...lines, ""].join("\n");
}

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
