import { useEffect, useMemo, useRef, useState } from "react";
import { listed, t } from "../../../i18n/i18n.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { metricName } from "../../../ui/metric-name.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "../RunsPage.module.css";
import { figureText } from "../texts.ts";
import { type CurveStyle, MetricPlot, type StepRange } from "./metric-plot.ts";

export interface MetricLine {
  id: string;
  name: string;
  stroke: RunStroke;
  raw: readonly (number | null)[];
  smooth: readonly (number | null)[];
}

interface MetricChartProps {
  metric: string;
  steps: readonly number[];
  lines: readonly MetricLine[];
  /** Whether the unsmoothed values are drawn faintly behind the smoothed ones. */
  smoothing: boolean;
  log: boolean;
  zoom: StepRange | null;
  onZoom(zoom: StepRange | null): void;
  onCursor(index: number | null): void;
}

/** Curves of several runs. Dragging zooms, a double click shows everything again; new values do not change the zoom. */
export function MetricChart(props: MetricChartProps) {
  const { metric, steps, lines, smoothing, log, zoom, onZoom, onCursor } = props;
  const palette = usePalette();
  const host = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<MetricPlot | null>(null);

  const curves = useMemo(() => {
    const drawable = (values: readonly (number | null)[]) =>
      values.map((value) => (log && value !== null && value <= 0 ? null : value));
    const behind = smoothing ? lines.map(({ raw }) => drawable(raw)) : [];
    return [...behind, ...lines.map(({ smooth }) => drawable(smooth))];
  }, [lines, smoothing, log]);

  // The colours are compared as text, so that new values of the same runs do not build a new plot.
  const strokes = JSON.stringify(lines.map(({ id, stroke }) => ({ ...stroke, of: id })));

  useEffect(() => {
    if (!host.current) return;
    const drawn: Omit<CurveStyle, "faint">[] = JSON.parse(strokes);
    const styled = (faint: boolean) => drawn.map((stroke): CurveStyle => ({ ...stroke, faint }));
    const style = { curves: [...(smoothing ? styled(true) : []), ...styled(false)], log, palette };
    const made = new MetricPlot(host.current, style, { onZoom, onCursor });
    setPlot(made);
    return () => {
      setPlot(null);
      made.destroy();
    };
  }, [strokes, smoothing, log, palette, onZoom, onCursor]);

  useEffect(() => plot?.show(steps, curves, zoom), [plot, steps, curves, zoom]);

  return (
    <>
      <div ref={host} className={classes.chart} role="img" aria-label={summary(metric, steps, lines)} />
      <ChartTable
        label={metricName(metric)}
        numbers={() => ({
          columns: [t("step"), ...lines.map(({ name }) => name)],
          rows: steps.map((step, i) => [String(step), ...lines.map(({ raw }) => raw[i] ?? null)]),
        })}
      />
    </>
  );
}

function summary(metric: string, steps: readonly number[], lines: readonly MetricLine[]): string {
  const ends = lines.map(({ name, raw }) => `${name} ${figureText(raw.findLast((value) => value !== null))}`);
  return t("{metric} over steps {first} to {last}; last: {figures}", {
    metric: metricName(metric),
    first: steps[0] ?? 0,
    last: steps.at(-1) ?? 0,
    figures: listed(ends),
  });
}
