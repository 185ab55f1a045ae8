import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { LengthBin, ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { intervalText } from "../../../ui/estimate-text.ts";
import { realMinus } from "../../../ui/numbers.ts";
import { axisName, axisStyle, percentTick, plotMargin } from "../../../ui/plot/axis-style.ts";
import { JudgeLegend } from "../../../ui/plot/JudgeLegend.tsx";
import { PlotFrame } from "../../../ui/plot/PlotFrame.tsx";
import { PlotTip } from "../../../ui/plot/PlotTip.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";

interface LengthPlotProps {
  /** The curves of all judges that have one, with the same bins. */
  curves: readonly { judge: ReportedJudge; bins: readonly LengthBin[] }[];
  selected: string;
  strokes: ReadonlyMap<string, RunStroke>;
}

/** Distance between the judges' points of one bin, in bins. */
const APART = 0.12;

/** Accuracy by how much longer the chosen response is: the curve of a judge that favours length rises to the right. */
export function LengthPlot({ curves, selected, strokes }: LengthPlotProps) {
  const palette = usePalette();
  const axis = axisStyle(palette);
  const bins = curves[0]?.bins ?? [];
  const own = curves.find(({ judge }) => judge.id === selected);
  const label = t("Accuracy of {judge} by length difference: {bins}", {
    judge: own ? translated(own.judge.name) : t("the judges"),
    bins: (own?.bins ?? [])
      .map((bin) =>
        t("{range} tokens longer {accuracy}", { range: lengthRange(bin), accuracy: percentTick(bin.accuracy.value) }),
      )
      .join("; "),
  });
  return (
    <>
      <JudgeLegend judges={curves.map(({ judge }) => judge)} strokes={strokes} />
      <PlotFrame
        label={label}
        name={t("accuracy by length")}
        numbers={() => ({
          columns: [
            t("tokens by which the chosen response is longer"),
            ...curves.map(({ judge }) => translated(judge.name)),
          ],
          rows: bins.map((bin, place) => [
            lengthRange(bin),
            ...curves.map(({ bins: own }) => {
              const accuracy = own[place]?.accuracy;
              return accuracy ? intervalText(accuracy, "share") : null;
            }),
          ]),
        })}
      >
        <ScatterChart margin={plotMargin} accessibilityLayer={false}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis
            {...axis}
            dataKey="place"
            domain={[-0.5, bins.length - 0.5]}
            ticks={bins.map((_, bin) => bin)}
            interval={0}
            tickFormatter={(bin: number) => (bins[bin] ? lengthRange(bins[bin]) : "")}
            height={36}
            label={axisName(t("tokens by which the chosen response is longer"), palette, "bottom")}
          />
          <YAxis
            {...axis}
            dataKey="accuracy"
            domain={[0, 1]}
            tickFormatter={percentTick}
            width={56}
            label={axisName(t("accuracy"), palette, "left")}
          />
          <ReferenceLine y={0.5} stroke={palette.muted} strokeDasharray="4 3" />
          <Tooltip isAnimationActive={false} content={<PlotTip<{ words: string }> describe={({ words }) => words} />} />
          {curves.map(({ judge, bins: own }, i) => {
            const { colour, dash } = strokes.get(judge.id) ?? { colour: palette.ink, dash: [] };
            const thick = judge.id === selected;
            return (
              <Scatter
                key={judge.id}
                data={own.map(({ accuracy: { value, low, high, count }, ...range }, bin) => ({
                  place: bin + (i - (curves.length - 1) / 2) * APART,
                  accuracy: value,
                  interval: [value - low, high - value],
                  words: t("{name}, {range} tokens longer: {estimate} of {count}", {
                    name: translated(judge.name),
                    range: lengthRange(range),
                    estimate: intervalText({ value, low, high, count }, "share"),
                    count,
                  }),
                }))}
                fill={colour}
                line={{ stroke: colour, strokeWidth: thick ? 2 : 1, strokeDasharray: dash.join(" ") }}
                lineType="joint"
                shape={({ cx, cy }: ScatterShapeProps) => <circle cx={cx} cy={cy} r={thick ? 4 : 2.5} fill={colour} />}
                isAnimationActive={false}
              >
                <ErrorBar dataKey="interval" direction="y" width={3} stroke={colour} isAnimationActive={false} />
              </Scatter>
            );
          })}
        </ScatterChart>
      </PlotFrame>
    </>
  );
}

/** A range of lengths as text: "−5…−2", or "3" for a single length. */
function lengthRange({ from, to }: Pick<LengthBin, "from" | "to">): string {
  return realMinus(from === to ? String(from) : `${from}…${to}`);
}
