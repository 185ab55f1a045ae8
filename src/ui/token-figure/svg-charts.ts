import { t } from "../../i18n/i18n.ts";
import { type Axis, axisLabelPlace, tickText } from "./axis.ts";
import type { ColumnLayout } from "./columns.ts";
import { type Curve, type ExactCurve, pixelOf, polylinePoints } from "./curves.ts";
import { edgeBars } from "./edge-bars.ts";
import { gutterWidth } from "./layout.ts";
import { element, escaped, type Markup, svgText } from "./markup.ts";
import type { FigureModel, FigureTrajectory } from "./model.ts";
import type { FigurePalette } from "./palette.ts";
import { stepBands, stepBars } from "./step-bars.ts";
import {
  bandOpacity,
  comparedDash,
  diamondPath,
  dotRadius,
  endPath,
  exactWidth,
  mainWidth,
  measuredDash,
  squarePath,
  tokenStroke,
  trianglePath,
  whiskerPath,
} from "./strokes.ts";
import { valueBandPieces, valueCurves } from "./value-marks.ts";

/** Name, ticks and grid lines of a chart. */
export function axisMarks(axis: Axis, { width }: ColumnLayout, label: string, palette: FigurePalette): Markup[] {
  return [
    svgText(label, {
      transform: axisLabelPlace(8, axis.height, label),
      "text-anchor": "middle",
      fill: palette.ink,
      "font-weight": 600,
    }),
    ...axis.ticks.flatMap((tick) => [
      svgText(tickText(tick), { x: gutterWidth - 8, y: axis.y(tick) + 3.5, "text-anchor": "end", fill: palette.muted }),
      element("line", {
        x1: gutterWidth,
        x2: gutterWidth + width,
        y1: axis.y(tick),
        y2: axis.y(tick),
        stroke: palette.line,
      }),
    ]),
  ];
}

/** Process rewards: a line through the step ends, and a light one through every token behind it. */
export function rewardLines(
  curves: readonly Curve[],
  axis: Axis,
  layout: ColumnLayout,
  palette: FigurePalette,
): Markup[] {
  const behind = curves.map(({ model, tokens }) =>
    element("polyline", { points: polylinePoints(tokens, layout, axis), ...lightStroke(palette.model(model)) }),
  );
  const main = curves.map(({ model, letter, active, main }) =>
    element("g", { stroke: palette.model(model), "stroke-width": mainWidth(active) }, [
      element("title", {}, [escaped(t("{name}, trajectory {letter}", { name: model.name, letter }))]),
      element("polyline", { points: polylinePoints(main, layout, axis), fill: "none", ...dashed(active) }),
      ...(active ? main : []).map((point) => {
        const { x, y } = pixelOf(point, layout, axis);
        return element("circle", { cx: x, cy: y, r: dotRadius, fill: palette.model(model), stroke: "none" });
      }),
    ]),
  );
  return [inChart([...behind, ...main])];
}

/** V\* under the class, as far as it is known. */
export function exactLines(
  curves: readonly ExactCurve[],
  axis: Axis,
  layout: ColumnLayout,
  palette: FigurePalette,
): Markup[] {
  const drawn = curves.map(({ letter, active, tokens, main, endsAt }) => {
    const last = tokens.at(-1);
    return element("g", { stroke: palette.truth, "stroke-width": exactWidth(active) }, [
      element("title", {}, [escaped(t("V* of the class, trajectory {letter}", { letter }))]),
      element("polyline", {
        points: polylinePoints(tokens, layout, axis),
        ...lightStroke(palette.truth),
        "stroke-width": 2 * tokenStroke.width,
      }),
      element("polyline", { points: polylinePoints(main, layout, axis), fill: "none", ...dashed(active) }),
      ...(active ? main : []).map((point) =>
        element("path", { d: squarePath(pixelOf(point, layout, axis)), fill: palette.truth, stroke: "none" }),
      ),
      ...(active && endsAt !== null && last
        ? [element("path", { d: endPath(pixelOf(last, layout, axis)), "stroke-width": 2 })]
        : []),
    ]);
  });
  return [inChart(drawn)];
}

/** V̂ under the policy with its intervals, and the band in which the next value must lie. */
export function measuredMarks(
  trajectories: readonly FigureTrajectory[],
  axis: Axis,
  layout: ColumnLayout,
  palette: FigurePalette,
): Markup[] {
  const active = trajectories.find((trajectory) => trajectory.active);
  const band = (active ? valueBandPieces(active, layout, axis) : []).map(({ x, width, top, bottom }) =>
    element("rect", {
      x,
      y: top,
      width,
      height: Math.max(1, bottom - top),
      fill: palette.truth,
      "fill-opacity": bandOpacity,
    }),
  );
  const curves = valueCurves(trajectories, layout, axis).map(({ letter, active, points }) => {
    const joined = (some: typeof points) => some.map(({ x, y }) => `${x},${y.toFixed(2)}`).join(" ");
    return element("g", { stroke: palette.truth, "stroke-width": 1.5, fill: "none" }, [
      element("title", {}, [escaped(t("measured value, trajectory {letter}", { letter }))]),
      element("polyline", {
        points: joined(points),
        ...lightStroke(palette.truth),
        "stroke-dasharray": measuredDash,
      }),
      element("polyline", {
        points: joined(points.filter(({ main }) => main)),
        "stroke-dasharray": active ? measuredDash : comparedDash,
      }),
      ...(active ? points : []).flatMap((point) => [
        element("path", { d: whiskerPath(point), "stroke-opacity": point.main ? 1 : tokenStroke.opacity }),
        ...(point.main ? [element("path", { d: diamondPath(point), fill: palette.paper })] : []),
      ]),
    ]);
  });
  return [inChart([...band, ...curves])];
}

/** |Δσ(r)| of every token with its bound 1 − q. */
export function edgeChart(
  trajectory: FigureTrajectory,
  models: readonly FigureModel[],
  axis: Axis,
  layout: ColumnLayout,
  palette: FigurePalette,
): Markup[] {
  const bounds = trajectory.tokens.flatMap(({ q }, index): Markup[] => {
    const column = layout.columns[index + 1];
    if (!column) return [];
    return allowed({ x: column.x, width: column.width - 2, top: axis.y(1 - q), bottom: axis.y(0) }, palette);
  });
  const bars = edgeBars(trajectory, models, layout, axis).flatMap((bar) => barMarks(bar, palette));
  return [inChart([...bounds, ...bars])];
}

/** |Δσ(r)| from step end to step end with its bound 1 − Π q. */
export function stepChart(
  trajectory: FigureTrajectory,
  models: readonly FigureModel[],
  axis: Axis,
  layout: ColumnLayout,
  palette: FigurePalette,
): Markup[] {
  const bands = stepBands(trajectory, layout, axis).flatMap((band) => allowed(band, palette));
  const bars = stepBars(trajectory, models, layout, axis).flatMap((bar) => barMarks(bar, palette));
  return [inChart([...bands, ...bars])];
}

interface Box {
  x: number;
  width: number;
  top: number;
  bottom: number;
}

function allowed({ x, width, top, bottom }: Box, palette: FigurePalette): Markup[] {
  return [
    element("rect", { x, y: top, width, height: bottom - top, fill: palette.allowed }),
    element("line", { x1: x, x2: x + width, y1: top, y2: top, stroke: palette.muted }),
  ];
}

function barMarks(
  { model, x, width, top, bottom, edge }: Box & { model: FigureModel; edge: { broken: boolean } },
  palette: FigurePalette,
): Markup[] {
  const bar = element("rect", { x, y: top, width, height: bottom - top, fill: palette.model(model) });
  return edge.broken ? [bar, element("path", { d: trianglePath(x + width / 2, top), fill: palette.wrong })] : [bar];
}

function lightStroke(stroke: string) {
  return { fill: "none", stroke, "stroke-width": tokenStroke.width, "stroke-opacity": tokenStroke.opacity };
}

function dashed(active: boolean) {
  return active ? {} : { "stroke-dasharray": comparedDash };
}

function inChart(content: Markup[]): Markup {
  return element("g", { transform: `translate(${gutterWidth} 0)` }, content);
}
