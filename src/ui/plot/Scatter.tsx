import { useResizeObserver } from "@mantine/hooks";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { t } from "../../i18n/i18n.ts";
import { ChartTable } from "../chart-table/ChartTable.tsx";
import { axisNumber } from "../live-chart/axis-number.ts";
import type { FigurePalette } from "../token-figure/palette.ts";
import { usePalette } from "../token-figure/use-palette.ts";
import { PLOT_HEIGHT } from "./axis-style.ts";
import { MarkLegend } from "./MarkLegend.tsx";
import { drawMark, type Mark } from "./marks.ts";
import classes from "./Plot.module.css";
import { nearestPoint, type ScatterAxis, type ScatterScale, scatterScale } from "./scatter-scale.ts";

export interface ScatterPoint {
  x: number;
  y: number;
  /** Index among the marks. */
  mark: number;
}

interface ScatterProps {
  label: string;
  /** The list must be the same in all renders. */
  points: readonly ScatterPoint[];
  /** Later marks are drawn over earlier ones. */
  marks: readonly Mark[];
  /** The object must be the same in all renders. */
  x: ScatterAxis;
  y: ScatterAxis;
  /** A line of reference through these points. */
  line: { points: readonly [x: number, y: number][]; label: string };
  /** The text for the point under the pointer. */
  describe(index: number): string;
}

const REACH = 12;

/** A scatter plot on a canvas: a chart library would need an element for each of the many points. */
export function Scatter({ label, points, marks, x, y, line, describe }: ScatterProps) {
  const [host, { width }] = useResizeObserver<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const palette = usePalette();
  const scale = useMemo(() => scatterScale(Math.max(160, width), PLOT_HEIGHT, x, y), [width, x, y]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0) return;
    const density = window.devicePixelRatio || 1;
    element.width = width * density;
    element.height = PLOT_HEIGHT * density;
    context.scale(density, density);
    context.clearRect(0, 0, width, PLOT_HEIGHT);
    drawAxes(context, scale, x, y, palette);
    drawLine(context, scale, line.points, palette);
    context.lineWidth = 1.2;
    context.globalAlpha = points.length > 300 ? 0.6 : 1;
    for (const [place, mark] of marks.entries()) {
      for (const point of points) if (point.mark === place) drawMark(context, mark, scale.x(point.x), scale.y(point.y));
    }
  }, [width, scale, points, marks, x, y, line, palette]);

  const follow = (event: PointerEvent<HTMLCanvasElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setHovered(nearestPoint(points, scale, [event.clientX - left, event.clientY - top], REACH));
  };
  const shown = hovered === null ? undefined : points[hovered];

  return (
    <>
      <MarkLegend marks={marks} line={line.label} />
      <div ref={host} className={classes.scatter}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={label}
          className={classes.canvas}
          style={{ height: PLOT_HEIGHT }}
          onPointerMove={follow}
          onPointerLeave={() => setHovered(null)}
        />
        {shown && hovered !== null && (
          <div
            className={classes.tip}
            style={{
              top: scale.y(shown.y) + 10,
              ...(scale.x(shown.x) > width / 2
                ? { right: width - scale.x(shown.x) + 8 }
                : { left: scale.x(shown.x) + 8 }),
            }}
          >
            <div className={classes.words}>{describe(hovered)}</div>
          </div>
        )}
      </div>
      <ChartTable
        label={label}
        numbers={() => ({
          columns: [t("point"), x.name, y.name, t("sign")],
          rows: points.map((point, i) => [String(i + 1), point.x, point.y, marks[point.mark]?.label ?? null]),
        })}
      />
    </>
  );
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom, x: xOf, y: yOf }: ScatterScale,
  x: ScatterAxis,
  y: ScatterAxis,
  { line, muted }: FigurePalette,
): void {
  context.strokeStyle = line;
  context.fillStyle = muted;
  context.lineWidth = 1;
  context.font = "11px system-ui, sans-serif";
  context.beginPath();
  for (const tick of y.ticks) {
    const at = Math.round(yOf(tick)) + 0.5;
    context.moveTo(left, at);
    context.lineTo(right, at);
  }
  for (const tick of x.ticks) {
    const at = Math.round(xOf(tick)) + 0.5;
    context.moveTo(at, bottom);
    context.lineTo(at, bottom + 4);
  }
  context.stroke();
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of y.ticks) context.fillText(axisNumber(tick), left - 6, yOf(tick));
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of x.ticks) context.fillText(axisNumber(tick), xOf(tick), bottom + 6);
  context.fillText(x.name, (left + right) / 2, bottom + 20);
  context.save();
  context.translate(2, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(y.name, 0, 0);
  context.restore();
}

function drawLine(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  points: readonly [x: number, y: number][],
  { muted }: FigurePalette,
): void {
  context.strokeStyle = muted;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  for (const [i, [x, y]] of points.entries()) context[i === 0 ? "moveTo" : "lineTo"](scale.x(x), scale.y(y));
  context.stroke();
  context.setLineDash([]);
}
