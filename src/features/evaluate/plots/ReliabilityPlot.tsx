import { ticks } from "d3-array";
import {
  CartesianGrid,
  ReferenceLine,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import type { ReliabilityBin } from "../../../engine/statistics/reliability.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { axisName, axisStyle, percentTick, plotMargin, TICKS } from "../../../ui/plot/axis-style.ts";
import { JudgeLegend } from "../../../ui/plot/JudgeLegend.tsx";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";

export interface ReliabilityCurve {
  judge: ReportedJudge;
  bins: readonly ReliabilityBin[];
}

interface ReliabilityPlotProps {
  /** The curves of all judges that have one; the selected judge's is drawn thicker. */
  curves: readonly ReliabilityCurve[];
  selected: string;
  strokes: ReadonlyMap<string, RunStroke>;
  /** The lowest possible prediction. */
  from: number;
  /** The name of what is predicted. */
  prediction: string;
}

/** How often predictions came true; on the diagonal, exactly as often as predicted. */
export function ReliabilityPlot({ curves, selected, strokes, from, prediction }: ReliabilityPlotProps) {
  const palette = usePalette();
  const axis = axisStyle(palette);
  const own = curves.find(({ judge }) => judge.id === selected);
  const label = t("Reliability of {judge}: {bins}", {
    judge: own ? translated(own.judge.name) : t("the judges"),
    bins: (own?.bins ?? [])
      .map(({ predicted, observed }) =>
        t("predicted {predicted}, came true {observed}", {
          predicted: percentTick(predicted),
          observed: percentTick(observed),
        }),
      )
      .join("; "),
  });
  return (
    <>
      <JudgeLegend judges={curves.map(({ judge }) => judge)} strokes={strokes} />
      <PlotFrame
        label={label}
        name={t("reliability")}
        numbers={() => ({
          columns: [t("judge"), t("predicted"), t("came true"), t("of")],
          rows: curves.flatMap(({ judge, bins }) =>
            bins.map(({ predicted, observed, count }) => [
              translated(judge.name),
              percentTick(predicted),
              percentTick(observed),
              count,
            ]),
          ),
        })}
      >
        <ScatterChart margin={plotMargin} accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis
            {...axis}
            dataKey="predicted"
            domain={[from, 1]}
            ticks={ticks(from, 1, TICKS)}
            interval={0}
            tickFormatter={percentTick}
            height={36}
            label={axisName(prediction, palette, "bottom")}
          />
          <YAxis
            {...axis}
            dataKey="observed"
            domain={[0, 1]}
            tickFormatter={percentTick}
            width={56}
            label={axisName(t("came true"), palette, "left")}
          />
          <ReferenceLine
            segment={[
              { x: from, y: from },
              { x: 1, y: 1 },
            ]}
            stroke={palette.muted}
            strokeDasharray="4 3"
          />
          <Tooltip
            isAnimationActive={false}
            content={
              <PlotTip<ReliabilityBin & { name: string }>
                describe={({ name, predicted, observed, count }) =>
                  t("{name}: predicted {predicted}, came true {observed} of {count}", {
                    name,
                    predicted: percentTick(predicted),
                    observed: percentTick(observed),
                    count,
                  })
                }
              />
            }
          />
          {curves.map(({ judge, bins }) => {
            const { colour, dash } = strokes.get(judge.id) ?? { colour: palette.ink, dash: [] };
            const thick = judge.id === selected;
            return (
              <Scatter
                key={judge.id}
                data={bins.map((bin) => ({ ...bin, name: translated(judge.name) }))}
                fill={colour}
                line={{ stroke: colour, strokeWidth: thick ? 2.5 : 1.2, strokeDasharray: dash.join(" ") }}
                lineType="joint"
                shape={({ cx, cy }: ScatterShapeProps) => <circle cx={cx} cy={cy} r={thick ? 4 : 2.5} fill={colour} />}
                isAnimationActive={false}
              />
            );
          })}
        </ScatterChart>
      </PlotFrame>
    </>
  );
}
