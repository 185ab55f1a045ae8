import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { t } from "../../i18n/i18n.ts";
import { type ChartNumbers, ChartTable } from "../chart-table/ChartTable.tsx";
import type { FigurePalette } from "../token-figure/palette.ts";
import { coveredWidth } from "../token-figure/strokes.ts";
import { usePalette } from "../token-figure/use-palette.ts";
import { lastValueAt } from "./align.ts";
import { axisNumber, axisTicks } from "./axis-number.ts";
import classes from "./LiveChart.module.css";
import { lightSeries } from "./light-series.ts";

/** How far apart labelled steps may be: there is no half step. */
const WHOLE_STEPS = [1, 10, 100, 1000, 10_000].flatMap((unit) => [unit, 2 * unit, 5 * unit]);

export interface LiveLine {
  /** Id of the run that the line is of. */
  of: string;
  /** The line's name, unique in the chart. */
  label: string;
  colour: string;
  /** Lengths of dashes and gaps; empty for a solid line. */
  dash: readonly number[];
  /** Whether the values are drawn as points: for values that are measured only from time to time. */
  dots: boolean;
}

/** The source of a chart's numbers. The chart reads it outside of React, so that a step needs no render. */
export interface LiveSource {
  /** The steps, then one column per line. */
  read(): uPlot.AlignedData;
  /** The step that is shown; infinity for the last. */
  marker(): number;
  subscribe(listener: () => void): () => void;
}

interface LiveChartProps {
  title: string;
  /** The list must be the same in all renders, or the plot is built anew. */
  lines: readonly LiveLine[];
  source: LiveSource;
  /** Fixed ends of the vertical axis; left out, the axis fits the visible values. */
  range?: readonly [low: number, high: number];
  height?: number;
  /** Called with the step at which the chart was clicked. */
  onPick?: (step: number) => void;
}

const FEW_STEPS = 5;

/** Charts with this key move their cursors together. */
const SYNC = "training";

/**
 * Curves that grow while one watches. Dragging zooms into a range of steps, which stays while numbers arrive; a double
 * click shows all steps again. The values under the title are those at the marker.
 */
export function LiveChart({ title, lines, source, range, height = 148, onPick }: LiveChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const readings = useRef<HTMLElement>(null);
  const zoom = useRef<{ min: number; max: number } | null>(null);
  const palette = usePalette();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const plot = new uPlot(
      {
        ...optionsOf({ lines, palette, range, height, width: Math.max(80, element.clientWidth) }),
        hooks: {
          setSelect: [
            (self) => {
              if (self.select.width <= 0) return;
              zoom.current = {
                min: self.posToVal(self.select.left, "x"),
                max: self.posToVal(self.select.left + self.select.width, "x"),
              };
            },
          ],
          draw: [(self) => drawMarker(self, source.marker(), palette.ink)],
        },
      },
      source.read(),
      element,
    );
    if (zoom.current) plot.setScale("x", zoom.current);

    const update = () => {
      const data = source.read();
      plot.setData(data, zoom.current === null);
      if (zoom.current) plot.setScale("x", zoom.current);
      tell(readings.current, data, source.marker());
      // Axes without a value would say that there is something to see between them.
      element.toggleAttribute(
        "data-empty",
        data.slice(1).every((column) => !column.some((value) => value !== null)),
      );
    };
    let frame = 0;
    const unsubscribe = source.subscribe(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        update();
      });
    });
    update();

    const unzoom = () => {
      zoom.current = null;
      update();
    };
    const pick = () => {
      const { left = -1 } = plot.cursor;
      if (left >= 0 && plot.select.width === 0) onPick?.(Math.round(plot.posToVal(left, "x")));
    };
    plot.over.addEventListener("dblclick", unzoom);
    plot.over.addEventListener("click", pick);
    const unlit = lightSeries(
      plot,
      lines.map((line) => line.of),
    );
    const resizing = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(80, element.clientWidth), height: plot.height }),
    );
    resizing.observe(element);
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
      resizing.disconnect();
      unlit();
      plot.destroy();
    };
  }, [lines, source, range, height, palette, onPick]);

  return (
    <figure className={classes.chart}>
      <figcaption>
        <b>{title}</b>
        <span ref={readings} className={classes.readings}>
          {lines.map(({ label, of, colour, dots }) => (
            <span key={label} data-of={of} style={{ color: colour }} title={label}>
              <i aria-hidden>{dots ? "●" : "—"}</i> <output aria-live="off" aria-label={`${title}, ${label}`} />
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={host} className={classes.plot} style={{ height }} aria-hidden data-testid={`chart-${title}`}>
        <span className={classes.nothing}>{t("nothing measured yet")}</span>
      </div>
      <ChartTable label={title} numbers={() => numbersOf(lines, source.read())} subscribe={source.subscribe} />
    </figure>
  );
}

function numbersOf(lines: readonly LiveLine[], [steps, ...columns]: uPlot.AlignedData): ChartNumbers {
  return {
    columns: [t("step"), ...lines.map(({ label }) => label)],
    rows: [...steps].map((step, i) => [String(step), ...columns.map((column) => column[i] ?? null)]),
  };
}

/** Writes the values at a step beside the names of their lines. */
function tell(readings: HTMLElement | null, [steps, ...columns]: uPlot.AlignedData, step: number): void {
  for (const [i, output] of [...(readings?.querySelectorAll("output") ?? [])].entries()) {
    const value = lastValueAt(steps as number[], (columns[i] ?? []) as (number | null)[], step);
    const text = value === null ? "–" : axisNumber(value);
    if (output.textContent !== text) output.textContent = text;
  }
}

interface Looks {
  lines: readonly LiveLine[];
  palette: FigurePalette;
  range: LiveChartProps["range"];
  width: number;
  height: number;
}

function optionsOf({ lines, palette, range, width, height }: Looks): uPlot.Options {
  const curves = lines.filter(({ dots }) => !dots).length;
  const axis: uPlot.Axis = {
    stroke: palette.muted,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
    gap: 3,
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, sync: { key: SYNC }, points: { size: 5 } },
    // The last number under the axis is half as wide as this.
    padding: [6, 14, 0, 0],
    scales: {
      x: { time: false, range: (_, low, high) => stepsFor(low, high) },
      y: range ? { range: [range[0], range[1]] } : { range: (_, low, high) => roomFor(low, high) },
    },
    axes: [
      { ...axis, size: 18, space: 50, incrs: WHOLE_STEPS },
      { ...axis, size: 44, space: 26, values: (_, ticks) => axisTicks(ticks) },
    ],
    series: [
      {},
      ...lines.map(
        ({ label, colour, dash, dots }, i): uPlot.Series => ({
          label,
          stroke: colour,
          width: dots ? 1 : coveredWidth(i, curves),
          dash: [...dash],
          spanGaps: true,
          points: { show: (plot, series) => dots || isAlone(plot.data[series]), size: 5, fill: colour, width: 0 },
        }),
      ),
    ],
  };
}

/** Whether a column has a single value, of which a line would draw nothing. */
function isAlone(column: uPlot.AlignedData[number] | undefined): boolean {
  let values = 0;
  for (const value of column ?? []) {
    if (value !== null && value !== undefined) values += 1;
    if (values > 1) return false;
  }
  return values === 1;
}

/** The range of steps: at least a few, so that the first ones do not fill the chart. */
function stepsFor(low: number | null, high: number | null): [number, number] {
  return low === null || high === null ? [0, FEW_STEPS] : [low, Math.max(high, low + FEW_STEPS)];
}

/** The range of the vertical axis: with a little room, also if all values are equal. */
function roomFor(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 0.1;
  return [low - room, high + room];
}

function drawMarker(plot: uPlot, step: number, colour: string): void {
  const { min, max } = plot.scales.x ?? {};
  if (!Number.isFinite(step) || min == null || max == null || step < min || step > max) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(step, "x", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
