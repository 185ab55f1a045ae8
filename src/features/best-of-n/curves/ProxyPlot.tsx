import { ticks } from "d3-array";
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import type { BestOfNPoint } from "../../../engine/evaluation/best-of-n/report.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { signedText } from "../../../ui/numbers.ts";
import { axisName, axisStyle, percentTick, plotMargin, TICKS } from "../../../ui/plot/axis-style.ts";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Curves.module.css";
import { goldDomain, peakOf, pointPlace } from "./points.ts";
import { scaleAxis } from "./scale-axis.ts";

interface ProxyPlotProps {
  name: string;
  points: readonly BestOfNPoint[];
  colour: string;
  scale: BestOfNView["scale"];
}

const PROXY_DASH = "6 4";

/** The mean reward that a model gives its picks, and how often they are right, over a common axis of N. */
export function ProxyPlot({ name, points, colour, scale }: ProxyPlotProps) {
  const domain = goldDomain([points]);
  const palette = usePalette();
  const rows = points.map((point) => ({
    x: pointPlace(point, scale),
    n: point.n,
    gold: point.gold.value,
    goldBand: [point.gold.low, point.gold.high],
    proxy: point.proxy?.value ?? null,
    proxyBand: point.proxy ? [point.proxy.low, point.proxy.high] : null,
  }));
  const words = ({ n, gold, proxy }: (typeof rows)[number]) =>
    proxy === null
      ? t("N = {n}: {gold} right", { n, gold: percentTick(gold) })
      : t("N = {n}: {gold} right, reward {proxy}", { n, gold: percentTick(gold), proxy: signedText(proxy) });
  const band = { type: "linear", stroke: "none", fill: colour, activeDot: false, isAnimationActive: false } as const;
  const line = { type: "linear", stroke: colour, strokeWidth: 2, isAnimationActive: false } as const;
  return (
    <figure className={classes.plot}>
      <figcaption>
        {t(
          "{name}: reward of its picks (╌, right axis) beside how often they are right (─), most often at N = {peak}",
          { name, peak: peakOf(points) ?? 1 },
        )}
      </figcaption>
      <PlotFrame
        label={`${name}: ${listed(rows.map(words), ";")}`}
        name={t("rewards of the picks of {name}", { name })}
        numbers={() => ({
          columns: ["N", t("gold: right answers"), t("proxy: reward")],
          rows: rows.map(({ n, gold, proxy }) => [String(n), percentTick(gold), proxy]),
        })}
      >
        <ComposedChart data={rows} margin={plotMargin} accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis {...axisStyle(palette)} {...scaleAxis(points, scale, palette)} dataKey="x" height={36} />
          <YAxis
            {...axisStyle(palette)}
            yAxisId="gold"
            domain={domain}
            ticks={ticks(...domain, TICKS)}
            tickFormatter={percentTick}
            width={56}
            label={axisName(t("gold: right answers"), palette, "left")}
          />
          <YAxis
            {...axisStyle(palette)}
            yAxisId="proxy"
            orientation="right"
            domain={["auto", "auto"]}
            tickFormatter={axisNumber}
            width={56}
            label={axisName(t("proxy: reward"), palette, "right")}
          />
          <Tooltip isAnimationActive={false} content={<PlotTip<(typeof rows)[number]> describe={words} />} />
          <Area {...band} yAxisId="gold" dataKey="goldBand" fillOpacity={0.16} />
          <Area {...band} yAxisId="proxy" dataKey="proxyBand" fillOpacity={0.08} />
          <Line {...line} yAxisId="gold" dataKey="gold" dot={{ r: 2.5, fill: colour }} />
          <Line {...line} yAxisId="proxy" dataKey="proxy" strokeDasharray={PROXY_DASH} dot={false} />
        </ComposedChart>
      </PlotFrame>
    </figure>
  );
}
