import { Box, Table, VisuallyHidden } from "@mantine/core";
import { t } from "../../../i18n/i18n.ts";
import { metricName } from "../../../ui/metric-name.ts";
import { Swatch } from "../../../ui/Swatch.tsx";
import classes from "../RunsPage.module.css";
import { figureText } from "../texts.ts";
import type { MetricLine } from "./MetricChart.tsx";

interface CurveTableProps {
  metric: string;
  steps: readonly number[];
  lines: readonly MetricLine[];
  /** Index of the step under the pointer. */
  cursor: number | null;
}

/** Legend of a chart with figures of each line; the last column, beside which nothing moves, is of the step under the pointer. */
export function CurveTable({ metric, steps, lines, cursor }: CurveTableProps) {
  const at = cursor === null ? null : (steps[cursor] ?? null);
  return (
    <Box component="section" className={classes.curveScroller} aria-label={t("Figures of the curves")} tabIndex={0}>
      <Table className={classes.curveTable}>
        <VisuallyHidden component="caption">
          {t("{metric} of the selected runs", { metric: metricName(metric) })}
        </VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("Run")}</Table.Th>
            <Table.Th data-numeric>{t("last")}</Table.Th>
            <Table.Th data-numeric>{t("lowest")}</Table.Th>
            <Table.Th data-numeric>{t("highest")}</Table.Th>
            {at !== null && <Table.Th data-numeric>{t("at step {at}", { at })}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ id, name, stroke, raw }) => {
            const values = raw.filter((value) => value !== null);
            const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
            const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
            return (
              <Table.Tr key={id} data-of={id}>
                <Table.Td>
                  <span className={classes.method}>
                    <Swatch stroke={stroke} />
                    {name}
                  </span>
                </Table.Td>
                <Table.Td data-numeric>{figureText(values.at(-1))}</Table.Td>
                <Table.Td data-numeric>{values.length > 0 ? figureText(lowest) : "–"}</Table.Td>
                <Table.Td data-numeric>{values.length > 0 ? figureText(highest) : "–"}</Table.Td>
                {cursor !== null && at !== null && <Table.Td data-numeric>{figureText(raw[cursor])}</Table.Td>}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
