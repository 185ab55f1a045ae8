import { ActionIcon, RangeSlider } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { memo, type PointerEvent, useCallback, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { listed, t } from "../../../i18n/i18n.ts";
import type { Stretch, Stretches, SweepViews } from "../../../state/sweep-view.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { mix } from "../../../ui/oklab.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { isInside, type Row, type TrialAxis, textAt } from "../rows.ts";
import classes from "./Plots.module.css";
import { nearestLine, PARALLEL_HEIGHT, type ParallelLayout, parallelLayout } from "./parallel-layout.ts";
import { useCanvas } from "./use-canvas.ts";

interface ParallelProps {
  axes: readonly TrialAxis[];
  rows: readonly Row[];
  /** 1 if the objective is maximised, −1 if it is minimised; better lines are darker. */
  sign: 1 | -1;
  views: SweepViews;
}

/** A drag that starts within this distance of an axis brushes it. */
const GRIP = 14;

const SHADES = 16;

/**
 * A line for each trial across the axes of the varied fields. Dragging along an axis, or moving its slider, brushes it.
 */
export function ParallelCoordinates({ axes, rows, sign, views }: ParallelProps) {
  const brushes = useStore(views.view, (view) => view.brushes);
  const hovered = useStore(views.hovered, ({ key }) => key);
  const palette = usePalette();
  const ids = useMemo(() => axes.map(({ id }) => id), [axes]);
  const brushing = useRef<{ axis: TrialAxis; from: number } | null>(null);

  const drawLines = useCallback(
    (context: CanvasRenderingContext2D, width: number) => {
      const layout = parallelLayout(width, axes.length);
      // Better lines are darker and drawn last, on top.
      const goodness = ({ places }: Row) => {
        const place = places.objective;
        return place === null || place === undefined ? 0 : sign > 0 ? place : 1 - place;
      };
      const ordered = [...rows].sort((a, b) => goodness(a) - goodness(b));
      const shades = Array.from({ length: SHADES + 1 }, (_, i) => mix(palette.muted, palette.ink, i / SHADES));
      for (const inside of [false, true]) {
        for (const row of ordered) {
          if (isInside(row, brushes) !== inside) continue;
          context.globalAlpha = inside ? (rows.length > 400 ? 0.5 : 0.85) : 0.15;
          context.strokeStyle = inside ? (shades[Math.round(SHADES * goodness(row))] as string) : palette.muted;
          context.lineWidth = inside ? 0.6 + goodness(row) : 0.6;
          drawLine(context, row, axes, layout);
        }
      }
      context.globalAlpha = 1;
      drawAxes(context, axes, layout, brushes, palette);
    },
    [axes, rows, sign, brushes, palette],
  );
  const drawHovered = useCallback(
    (context: CanvasRenderingContext2D, width: number) => {
      const row = rows.find(({ key }) => key === hovered);
      if (!row) return;
      context.strokeStyle = palette.model({ method: "icrm" });
      context.lineWidth = 3;
      drawLine(context, row, axes, parallelLayout(width, axes.length));
    },
    [axes, rows, hovered, palette],
  );
  const { host, canvas, width } = useCanvas(PARALLEL_HEIGHT, drawLines);
  const overlay = useCanvas(PARALLEL_HEIGHT, drawHovered);
  const layout = parallelLayout(width, axes.length);

  const at = (event: PointerEvent<HTMLElement>): [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const press = (event: PointerEvent<HTMLElement>) => {
    const [x, y] = at(event);
    const axis = axes.find((_, i) => Math.abs(layout.x(i) - x) < GRIP);
    if (!axis) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    brushing.current = { axis, from: layout.place(y) };
    views.brush(axis.id, null);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const [x, y] = at(event);
    if (brushing.current) {
      const { axis, from } = brushing.current;
      const to = layout.place(y);
      if (Math.abs(to - from) > 0.02) views.brush(axis.id, [Math.min(from, to), Math.max(from, to)]);
      return;
    }
    const inside = rows.filter((row) => isInside(row, brushes));
    views.hover(nearestLine(inside, axes, layout, [x, y])?.key ?? null);
  };
  const release = () => {
    brushing.current = null;
  };

  return (
    <section aria-label={t("Parallel coordinates")} className={classes.parallel}>
      <div ref={host} className={classes.layers} style={{ height: PARALLEL_HEIGHT }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={t("A line for each of {rows} trials across {fields}", {
            rows: rows.length,
            fields: listed(axes.map(({ label }) => label)),
          })}
          className={classes.layer}
          style={{ height: PARALLEL_HEIGHT }}
        />
        <div
          ref={overlay.host}
          className={classes.layer}
          onPointerDown={press}
          onPointerMove={move}
          onPointerUp={release}
          onPointerCancel={release}
          onPointerLeave={() => views.hover(null)}
        >
          <canvas
            ref={overlay.canvas}
            aria-hidden
            data-testid="parallel"
            className={classes.touch}
            style={{ height: PARALLEL_HEIGHT }}
          />
          {axes.map(({ id }, i) => (
            <span key={id} className={classes.grip} style={{ left: layout.x(i) - GRIP, width: 2 * GRIP }} />
          ))}
        </div>
      </div>
      <div className={classes.axes}>
        {axes.map((axis, i) => (
          <AxisControl key={axis.id} axis={axis} ids={ids} place={i} brush={brushes[axis.id]} views={views} />
        ))}
      </div>
      <ChartTable
        label={t("Parallel coordinates")}
        numbers={() => ({
          columns: [t("trial"), ...axes.map(({ label }) => label)],
          rows: rows.map(({ trial: { configuration, seed }, places }) => [
            t("{configuration}, seed {seed}", { configuration: configuration + 1, seed: String(seed) }),
            ...axes.map((axis) => {
              const place = places[axis.id];
              return place === null || place === undefined ? null : textAt(axis, place);
            }),
          ]),
        })}
      />
    </section>
  );
}

interface AxisControlProps {
  axis: TrialAxis;
  ids: readonly string[];
  place: number;
  brush: Stretch | undefined;
  views: SweepViews;
}

/** Name, order and brush of an axis, for pointer and keyboard. */
const AxisControl = memo(function AxisControl({ axis, ids, place, brush, views }: AxisControlProps) {
  const { id, label } = axis;
  return (
    <div className={classes.axis}>
      <div className={classes.axisHead}>
        <ActionIcon
          size="xs"
          aria-label={t("Move {label} to the left", { label })}
          disabled={place === 0}
          onClick={() => views.move(ids, id, -1)}
        >
          <IconChevronLeft size={12} aria-hidden />
        </ActionIcon>
        <b>{label}</b>
        <ActionIcon
          size="xs"
          aria-label={t("Move {label} to the right", { label })}
          disabled={place === ids.length - 1}
          onClick={() => views.move(ids, id, 1)}
        >
          <IconChevronRight size={12} aria-hidden />
        </ActionIcon>
      </div>
      <RangeSlider
        size={3}
        thumbSize={12}
        min={0}
        max={1}
        step={0.01}
        minRange={0}
        label={null}
        thumbFromLabel={t("{label}, brushed from", { label })}
        thumbToLabel={t("{label}, brushed to", { label })}
        value={[...(brush ?? [0, 1])] as [number, number]}
        onChange={(next) => views.brush(id, next)}
      />
      <span className={classes.small}>
        {brush ? t("{low} to {high}", { low: textAt(axis, brush[0]), high: textAt(axis, brush[1]) }) : t("all")}
      </span>
    </div>
  );
});

/** Draws a trial's line. If the trial has no value on an axis, the line goes straight to the next axis. */
function drawLine(
  context: CanvasRenderingContext2D,
  { places }: Row,
  axes: readonly TrialAxis[],
  layout: ParallelLayout,
): void {
  context.beginPath();
  for (const [i, { id }] of axes.entries()) {
    const place = places[id];
    if (typeof place === "number") context.lineTo(layout.x(i), layout.y(place));
  }
  context.stroke();
}

function drawAxes(
  context: CanvasRenderingContext2D,
  axes: readonly TrialAxis[],
  layout: ParallelLayout,
  brushes: Stretches,
  { ink, muted, paper }: Record<"ink" | "muted" | "paper", string>,
): void {
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (const [i, { id, ticks }] of axes.entries()) {
    const x = Math.round(layout.x(i)) + 0.5;
    context.strokeStyle = muted;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, layout.y(0));
    context.lineTo(x, layout.y(1));
    context.stroke();
    const brush = brushes[id];
    if (brush) {
      context.lineWidth = 5;
      context.strokeStyle = ink;
      context.beginPath();
      context.moveTo(x, layout.y(brush[0]));
      context.lineTo(x, layout.y(brush[1]));
      context.stroke();
    }
    // The last axis has its numbers on the right, where no lines run.
    const last = i === axes.length - 1;
    context.textAlign = last ? "left" : "right";
    for (const { place, text } of ticks) {
      const at = x + (last ? 6 : -6);
      context.strokeStyle = paper;
      context.lineWidth = 3;
      context.strokeText(text, at, layout.y(place));
      context.fillStyle = ink;
      context.fillText(text, at, layout.y(place));
    }
  }
}
