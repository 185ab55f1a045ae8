import { ticks } from "d3-array";
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { t } from "../../../i18n/i18n.ts";
import { rangeText } from "../../../ui/chart-table/range-text.ts";
import { commonRange, rewardHistogram } from "../../../ui/histogram.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { axisName, axisStyle, percentTick, plotMargin, TICKS } from "../../../ui/plot/axis-style.ts";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Plots.module.css";

interface RewardsPlotProps {
  name: string;
  colour: string;
  chosen: readonly number[];
  rejected: readonly number[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A histogram of outcome rewards: chosen responses upwards, rejected ones downwards. */
export function RewardsPlot({ name, colour, chosen, rejected }: RewardsPlotProps) {
  const palette = usePalette();
  const axis = axisStyle(palette);
  const { low, high, shares } = rewardHistogram({ chosen, rejected }, commonRange([chosen, rejected]));
  const width = (high - low) / shares.chosen.length;
  const bins = shares.chosen.map((share, bin) => ({
    reward: low + (bin + 0.5) * width,
    chosen: share,
    rejected: -(shares.rejected[bin] ?? 0),
  }));
  const label = t("Outcome rewards of {name}: mean {chosen} of chosen, {rejected} of rejected responses", {
    name,
    chosen: axisNumber(mean(chosen)),
    rejected: axisNumber(mean(rejected)),
  });
  return (
    <>
      <p className={classes.key}>{t("chosen ▲ filled · rejected ▽ outlined")}</p>
      <PlotFrame
        label={label}
        name={t("rewards")}
        numbers={() => ({
          columns: [t("outcome reward r"), t("chosen"), t("rejected")],
          rows: bins.map(({ reward, chosen, rejected }) => [
            rangeText(reward - width / 2, reward + width / 2),
            percentTick(chosen),
            percentTick(-rejected),
          ]),
        })}
      >
        <BarChart data={bins} margin={plotMargin} stackOffset="sign" barCategoryGap={1} accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis
            {...axis}
            dataKey="reward"
            domain={[low, high]}
            ticks={ticks(low, high, TICKS)}
            tickFormatter={axisNumber}
            height={36}
            label={axisName(t("outcome reward r"), palette, "bottom")}
          />
          <YAxis
            {...axis}
            width={56}
            tickFormatter={(share: number) => percentTick(Math.abs(share))}
            label={axisName(t("share of responses"), palette, "left")}
          />
          <ReferenceLine y={0} stroke={palette.muted} />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={
              <PlotTip<(typeof bins)[number]>
                describe={(bin) =>
                  t("r about {reward}: {chosen} of chosen, {rejected} of rejected", {
                    reward: axisNumber(bin.reward),
                    chosen: percentTick(bin.chosen),
                    rejected: percentTick(-bin.rejected),
                  })
                }
              />
            }
          />
          <Bar dataKey="chosen" stackId="r" fill={colour} isAnimationActive={false} />
          <Bar dataKey="rejected" stackId="r" fill={palette.paper} stroke={colour} isAnimationActive={false} />
        </BarChart>
      </PlotFrame>
    </>
  );
}
