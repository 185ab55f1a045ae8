import type { Estimate } from "../../engine/statistics/estimate.ts";
import { signed } from "./findings.ts";
import type { ResultMetric } from "./metrics.ts";
import { formatted, intervalPlot } from "./plot.ts";
import type { BaselineRow, ReadDifference, SummaryRow } from "./summary.ts";
import { REFERENCE, variantName } from "./variants.ts";

/** The plots of all figures of a table, by file name. */
export function plotsOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  baselines: readonly BaselineRow<Id>[],
  suffix: string,
  about: string,
): [string, string][] {
  return measuredOf(metrics, rows).map(({ id, name, unit }) => {
    const marks = [...rows.map(named), ...baselines].flatMap(({ name, mean }) => {
      const estimate = mean[id];
      return estimate ? [{ label: name, estimate }] : [];
    });
    return [plotName(id, suffix), intervalPlot(`${name}, ${about}: mean, 95 % interval`, unit, marks)];
  });
}

/** A table of means, a table of differences to GRM, and a link to the plots. */
export function figures<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  baselines: readonly BaselineRow<Id>[],
  suffix: string,
): string {
  const measured = measuredOf(metrics, rows);
  const others = rows.filter(({ contender }) => contender !== REFERENCE);
  const differences = others.flatMap(({ difference }) => measured.filter(({ id }) => difference[id]));
  return `Mean over seeds, 95 % interval in brackets; under the contenders whatever dull baselines there are:

${table([...rows.map(named), ...baselines], measured, ({ mean }, { id, unit }) => {
  const estimate = mean[id];
  return estimate && shown(estimate, unit);
})}

Paired difference to ${variantName(REFERENCE)}, with the 95 % interval of each by itself. The ${differences.length} differences of this table are read together, so p is
adjusted by Holm's correction; bold where it is below 0.05:

${table(
  others.map((row) => ({ ...row, name: variantName(row.contender) })),
  measured,
  ({ difference }, { id, unit }) => difference[id] && shownDifference(difference[id], unit),
)}

Plots: ${measured.map(({ id, name }) => `[${name}](${plotName(id, suffix)})`).join(", ")}.
`;
}

function table<Id extends string, Row extends { name: string }>(
  rows: readonly Row[],
  metrics: readonly ResultMetric<Id>[],
  cellOf: (row: Row, metric: ResultMetric<Id>) => string | null,
): string {
  return [
    `| | ${metrics.map(({ name }) => name).join(" | ")} |`,
    `|---|${metrics.map(() => "---:|").join("")}`,
    ...rows.map((row) => `| ${row.name} | ${metrics.map((metric) => cellOf(row, metric) ?? "–").join(" | ")} |`),
  ].join("\n");
}

function shown({ value, low, high }: Estimate, unit: ResultMetric["unit"]): string {
  const figure = formatted(value, unit);
  return Number.isNaN(low) ? figure : `${figure} [${formatted(low, unit)}, ${formatted(high, unit)}]`;
}

function shownDifference(difference: ReadDifference, unit: ResultMetric["unit"]): string {
  const { adjusted } = difference;
  const p = Number.isNaN(adjusted) ? "" : adjusted < 0.001 ? ", p < 0.001" : `, p = ${adjusted.toFixed(3)}`;
  const text = `${signed(difference, unit)}${p}`;
  return adjusted < 0.05 ? `**${text}**` : text;
}

function named<Id extends string>({ contender, mean }: SummaryRow<Id>): BaselineRow<Id> {
  return { name: variantName(contender), mean };
}

/** The metrics for which at least one row has a figure. */
function measuredOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
): ResultMetric<Id>[] {
  return metrics.filter(({ id }) => rows.some(({ mean }) => mean[id]));
}

function plotName(metric: string, suffix: string): string {
  return `${metric}-${suffix}.svg`;
}
