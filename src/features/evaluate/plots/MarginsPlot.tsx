import { ticks } from "d3-array";
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { t } from "../../../i18n/i18n.ts";
import { rangeText } from "../../../ui/chart-table/range-text.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { axisName, axisStyle, plotMargin, TICKS } from "../../../ui/plot/axis-style.ts";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { type MarginBin, marginBins } from "./margin-bins.ts";
import classes from "./Plots.module.css";

interface MarginsPlotProps {
  name: string;
  colour: string;
  /** r^c_n − r^j_m of every pair. */
  margins: readonly number[];
}

/** A histogram of the chosen responses' margins; misjudged pairs are outlined. */
export function MarginsPlot({ name, colour, margins }: MarginsPlotProps) {
  const palette = usePalette();
  const axis = axisStyle(palette);
  const bins = marginBins(margins);
  const [low, high] = [bins[0]?.from ?? -1, bins.at(-1)?.to ?? 1];
  const wins = margins.filter((margin) => margin > 0).length;
  return (
    <>
      <p className={classes.key}>{t("right ■ filled · misjudged □ outlined")}</p>
      <PlotFrame
        label={t("Margins of {name}: {wins} of {margins} pairs are judged right", {
          name,
          wins,
          margins: margins.length,
        })}
        name={t("margins")}
        numbers={() => ({
          columns: [t("margin"), t("right"), t("misjudged")],
          rows: bins.map(({ from, to, right, wrong }) => [rangeText(from, to), right, wrong]),
        })}
      >
        <BarChart data={bins} margin={plotMargin} barCategoryGap={1} stackOffset="none" accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis
            {...axis}
            dataKey="margin"
            domain={[low, high]}
            ticks={ticks(low, high, TICKS)}
            tickFormatter={axisNumber}
            height={36}
            label={axisName(t("margin: reward of chosen − rejected"), palette, "bottom")}
          />
          <YAxis {...axis} width={56} allowDecimals={false} label={axisName(t("pairs"), palette, "left")} />
          <ReferenceLine x={0} stroke={palette.ink} />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={
              <PlotTip<MarginBin>
                describe={({ from, to, right, wrong }) =>
                  t("margin {from} to {to}: {pairs, plural, one {# pair} other {# pairs}}", {
                    from: axisNumber(from),
                    to: axisNumber(to),
                    pairs: right + wrong,
                  })
                }
              />
            }
          />
          <Bar dataKey="right" stackId="m" fill={colour} isAnimationActive={false} />
          <Bar dataKey="wrong" stackId="m" fill={palette.paper} stroke={colour} isAnimationActive={false} />
        </BarChart>
      </PlotFrame>
    </>
  );
}
