import { type PointerEvent, useCallback, useDeferredValue } from "react";
import { useStore } from "zustand";
import type { Effect } from "../../../engine/sweep/analysis/effects.ts";
import { t } from "../../../i18n/i18n.ts";
import { OBJECTIVE_AXIS, type SweepViews } from "../../../state/sweep-view.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { rangeText } from "../../../ui/chart-table/range-text.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { fixedText } from "../../../ui/numbers.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { isInside, type Row, type TrialAxis, valueText } from "../rows.ts";
import classes from "./Plots.module.css";
import { useCanvas } from "./use-canvas.ts";

interface EffectPlotProps {
  effect: Effect;
  axis: TrialAxis;
  objective: TrialAxis;
  /** The objective at both ends of its axis; it is linear in between. */
  range: readonly [low: number, high: number];
  rows: readonly Row[];
  views: SweepViews;
}

const HEIGHT = 150;
const BOX = { left: 40, right: 12, top: 8, bottom: 22 };
const REACH = 8;
const DOT = 3.5;

/** The objective over one field: a dot for each trial, and means with their 95 % interval over seeds. */
export function EffectPlot({ effect, axis, objective, range: [low, high], rows, views }: EffectPlotProps) {
  // The chart under the pointer is drawn first; the other charts follow when there is time.
  const brushes = useDeferredValue(useStore(views.view, (view) => view.brushes));
  const hovered = useDeferredValue(useStore(views.hovered, ({ key }) => key));
  const palette = usePalette();
  const y = useCallback((place: number) => BOX.top + (1 - place) * (HEIGHT - BOX.top - BOX.bottom), []);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number) => {
      const x = placing(width);
      context.font = "11px system-ui, sans-serif";
      context.fillStyle = palette.muted;
      context.strokeStyle = palette.line;
      context.textBaseline = "middle";
      context.textAlign = "right";
      for (const { place, text } of [objective.ticks[0], objective.ticks.at(-1)].filter((tick) => tick !== undefined)) {
        context.fillText(text, BOX.left - 5, y(place));
        context.beginPath();
        context.moveTo(BOX.left, y(place));
        context.lineTo(width - BOX.right, y(place));
        context.stroke();
      }
      context.textBaseline = "top";
      context.textAlign = "center";
      const ends = axis.ticks.length > 4 ? [axis.ticks[0], axis.ticks.at(-1)] : axis.ticks;
      for (const tick of ends) {
        if (!tick) continue;
        // What stands under the right end of the axis must not be cut off.
        const beyond = x(tick.place) + context.measureText(tick.text).width / 2 - width;
        context.fillText(tick.text, x(tick.place) - Math.max(0, beyond), HEIGHT - BOX.bottom + 7);
      }
      context.fillStyle = palette.ink;
      for (const row of rows) {
        const [across, up] = [row.places[axis.id], row.places[OBJECTIVE_AXIS]];
        if (across === null || across === undefined || up === null || up === undefined) continue;
        context.globalAlpha = isInside(row, brushes) ? 0.35 : 0.07;
        context.fillRect(x(across) - DOT / 2, y(up) - DOT / 2, DOT, DOT);
      }
      context.globalAlpha = 1;
      context.strokeStyle = palette.ink;
      // Intervals may reach beyond the trials, and means beyond a zoom, so drawing is clipped.
      context.save();
      context.beginPath();
      context.rect(0, y(1) - 2, width, y(0) - y(1) + 4);
      context.clip();
      for (const { place, estimate } of effect.levels) {
        const at = (value: number) => y((value - low) / (high - low || 1));
        context.lineWidth = 3;
        context.beginPath();
        context.moveTo(x(place) - 7, at(estimate.value));
        context.lineTo(x(place) + 7, at(estimate.value));
        context.stroke();
        if (Number.isNaN(estimate.low)) continue;
        context.lineWidth = 1.2;
        context.beginPath();
        context.moveTo(x(place), at(estimate.low));
        context.lineTo(x(place), at(estimate.high));
        context.stroke();
      }
      context.restore();
      const lit = rows.find(({ key }) => key === hovered);
      const [across, up] = [lit?.places[axis.id], lit?.places[OBJECTIVE_AXIS]];
      if (typeof across !== "number" || typeof up !== "number") return;
      context.strokeStyle = palette.model({ method: "icrm" });
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(x(across), y(up), 5, 0, 2 * Math.PI);
      context.stroke();
    },
    [effect, axis, objective, low, high, rows, brushes, hovered, palette, y],
  );
  const { host, canvas, width } = useCanvas(HEIGHT, draw);

  const follow = (event: PointerEvent<HTMLCanvasElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const x = placing(width);
    let nearest: string | null = null;
    let least = REACH;
    for (const { key, places } of rows) {
      const [across, up] = [places[axis.id], places[OBJECTIVE_AXIS]];
      if (typeof across !== "number" || typeof up !== "number") continue;
      const distance = Math.hypot(x(across) - (event.clientX - left), y(up) - (event.clientY - top));
      if (distance < least) {
        least = distance;
        nearest = key;
      }
    }
    views.hover(nearest);
  };

  return (
    <figure>
      <figcaption>
        <b>{axis.label}</b> <span className={classes.small}>{rankText(effect.rank)}</span>
      </figcaption>
      <div ref={host}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={t("{objective} by {field}: {levels}", {
            objective: objective.label,
            field: axis.label,
            levels: effect.levels.map(levelText).join("; "),
          })}
          className={classes.canvas}
          style={{ height: HEIGHT }}
          onPointerMove={follow}
          onPointerLeave={() => views.hover(null)}
        />
      </div>
      <ChartTable
        label={axis.label}
        numbers={() => ({
          columns: [axis.label, objective.label, t("95 % interval"), t("configurations")],
          rows: effect.levels.map(({ values, configurations, estimate }) => [
            values.map(valueText).join(t(" to ")),
            estimate.value,
            Number.isNaN(estimate.low) ? null : rangeText(estimate.low, estimate.high),
            configurations,
          ]),
        })}
      />
    </figure>
  );
}

function placing(width: number): (place: number) => number {
  return (place) => BOX.left + place * (width - BOX.left - BOX.right);
}

function rankText(rank: number | null): string {
  return rank === null || Number.isNaN(rank) ? "" : t("rank correlation {rank}", { rank: fixedText(rank, 2) });
}

function levelText({ values, configurations, estimate }: Effect["levels"][number]): string {
  return t("{values} {mean} in {configurations}", {
    values: values.map(String).join(t(" to ")),
    mean: axisNumber(estimate.value),
    configurations,
  });
}
