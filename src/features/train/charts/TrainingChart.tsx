import { useCallback, useMemo } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { LiveChart, type LiveLine } from "../../../ui/live-chart/LiveChart.tsx";
import { showStep } from "../show-step.ts";
import { useVariantStrokes } from "../use-strokes.ts";
import { type CurveMetric, chartSource } from "./source.ts";

interface TrainingChartProps {
  title: string;
  runs: readonly VariantId[];
  /** The list must be the same in all renders. */
  metrics: readonly CurveMetric[];
  range?: readonly [number, number];
}

/** Some metrics of all runs. Held-out measurements are drawn as points, training metrics as smoothed lines. */
export function TrainingChart({ title, runs, metrics, range }: TrainingChartProps) {
  const strokes = useVariantStrokes(runs);
  const curves = useMemo(() => metrics.flatMap((metric) => runs.map((run) => ({ run, metric }))), [runs, metrics]);
  const source = useMemo(() => chartSource(curves), [curves]);
  const lines = useMemo(
    () =>
      curves.map(({ run, metric }): LiveLine => {
        const { colour, dash } = strokes.get(run) ?? { colour: "#888888", dash: [] };
        const heldOut = "heldOut" in metric;
        const name = translated(variantOf(run).name);
        return {
          of: run,
          label: heldOut
            ? t("{name}, held out", { name })
            : metrics.length > 1
              ? t("{name}, training", { name })
              : name,
          colour,
          dash,
          dots: heldOut,
        };
      }),
    [curves, strokes, metrics],
  );
  const pick = useCallback((step: number) => showStep(step), []);
  return <LiveChart title={title} lines={lines} source={source} onPick={pick} {...(range && { range })} />;
}
