import { ticks } from "d3-array";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, Tooltip, XAxis, YAxis } from "recharts";
import type { BestOfNReport } from "../../../engine/evaluation/best-of-n/report.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import { intervalText } from "../../../ui/estimate-text.ts";
import type { FigurePlace } from "../../../ui/judge-table/figures.ts";
import { axisName, axisStyle, percentTick, plotMargin, TICKS } from "../../../ui/plot/axis-style.ts";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { coveredWidth } from "../../../ui/token-figure/strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Curves.module.css";
import { metricOf } from "./figures.ts";
import { bandOf, type CurveRow, goldDomain, goldRows, pointPlace } from "./points.ts";
import { scaleAxis } from "./scale-axis.ts";

interface GoldPlotProps {
  report: BestOfNReport;
  strokes: ReadonlyMap<string, RunStroke>;
  scale: BestOfNView["scale"];
  /** The selected judge; its interval is drawn even if it is no reward model. */
  selected: FigurePlace;
}

/** The share of right answers among the chosen responses, judge by judge; reward models with their intervals. */
export function GoldPlot({ report, strokes, scale, selected }: GoldPlotProps) {
  const palette = usePalette();
  const { judges, curves } = report;
  const models = judges.filter(({ kind }) => kind === "model").length;
  const rows = goldRows(report, scale);
  const points = curves[judges[0]?.id ?? ""] ?? [];
  const domain = goldDomain(Object.values(curves));
  const last = points.length - 1;
  const ends = judges.map(
    ({ id, name }) => `${translated(name)} ${percentTick(curves[id]?.[last]?.gold.value ?? Number.NaN)}`,
  );
  const marked = curves[selected.judge]?.find(({ n }) => metricOf("gold", n) === selected.metric);
  return (
    <figure className={classes.plot}>
      <figcaption>{t("How often the best of N is right")}</figcaption>
      <PlotFrame
        label={t("Right answers by N; at N = {n}: {shares}", { n: points[last]?.n ?? 1, shares: listed(ends) })}
        name={t("How often the best of N is right")}
        numbers={() => ({
          columns: ["N", t("KL, nats"), ...judges.map(({ name }) => translated(name))],
          rows: points.map(({ n, kl }, i) => [
            String(n),
            kl,
            ...judges.map(({ id }) => {
              const gold = curves[id]?.[i]?.gold;
              return gold ? intervalText(gold, "share") : null;
            }),
          ]),
        })}
      >
        <ComposedChart data={rows} margin={plotMargin} accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis {...axisStyle(palette)} {...scaleAxis(points, scale, palette)} dataKey="x" height={36} />
          <YAxis
            {...axisStyle(palette)}
            domain={domain}
            ticks={ticks(...domain, TICKS)}
            tickFormatter={percentTick}
            width={56}
            label={axisName(t("right answers"), palette, "left")}
          />
          <Tooltip
            isAnimationActive={false}
            content={
              <PlotTip<CurveRow>
                describe={(row) => {
                  const n = points[rows.findIndex(({ x }) => x === row.x)]?.n;
                  return [
                    `N = ${n}`,
                    ...judges.map(({ id, name }) => `${translated(name)} ${percentTick(Number(row[id]))}`),
                  ].join("\n");
                }}
              />
            }
          />
          {judges
            .filter(({ id, kind }) => kind === "model" || id === selected.judge)
            .map(({ id }) => (
              <Area
                key={bandOf(id)}
                data-of={id}
                dataKey={bandOf(id)}
                type="linear"
                stroke="none"
                fill={strokes.get(id)?.colour ?? palette.ink}
                fillOpacity={id === selected.judge ? 0.2 : 0.08}
                activeDot={false}
                isAnimationActive={false}
              />
            ))}
          {judges.map(({ id, kind }, i) => {
            const { colour, dash } = strokes.get(id) ?? { colour: palette.ink, dash: [] };
            return (
              <Line
                key={id}
                data-of={id}
                dataKey={id}
                type="linear"
                stroke={colour}
                strokeDasharray={dash.join(" ")}
                strokeWidth={kind === "model" ? coveredWidth(i, models) : id === selected.judge ? 2.8 : 1.4}
                dot={kind === "model" && { r: 2.5, fill: colour, strokeDasharray: "" }}
                isAnimationActive={false}
              />
            );
          })}
          {marked && (
            <ReferenceDot
              x={pointPlace(marked, scale)}
              y={marked.gold.value}
              r={6}
              fill="none"
              stroke={palette.ink}
              strokeWidth={1.5}
            />
          )}
        </ComposedChart>
      </PlotFrame>
    </figure>
  );
}
