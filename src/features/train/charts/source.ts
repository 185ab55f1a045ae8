import { createStore } from "zustand/vanilla";
import type { VariantId } from "../../../state/train-variants.ts";
import { shownStep } from "../../../state/train-view.ts";
import { alignedCurves, type StepCurve, smoothed } from "../../../ui/live-chart/align.ts";
import type { LiveSource } from "../../../ui/live-chart/LiveChart.tsx";
import { train } from "../session.ts";

/** Settings of the charts. They outlive the page. */
export const chartSettings = createStore(() => ({ smoothing: 0.8 }));

/** A curve of a run: a metric of its steps, or a figure of its held-out measurements. */
export type CurveMetric = { training: string } | { heldOut: "accuracy" | "margin" };

export interface ChartCurve {
  run: VariantId;
  metric: CurveMetric;
}

/** The source of a chart's numbers: the record of the training. */
export function chartSource(curves: readonly ChartCurve[]): LiveSource {
  return {
    read: () => alignedCurves(curves.map(curveOf)),
    marker: () => shownStep(train.view.getState()),
    subscribe(listener) {
      const stops = [train.pulse, train.view, chartSettings].map((store) => store.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function curveOf({ run, metric }: ChartCurve): StepCurve {
  const { curves, history } = train.record().track(run);
  if ("heldOut" in metric) {
    const { heldOut } = metric;
    const { evaluations } = history;
    return { steps: evaluations.map(({ step }) => step), values: evaluations.map((one) => one[heldOut]) };
  }
  const values = curves.values[metric.training];
  return values ? smoothed({ steps: curves.steps, values }, chartSettings.getState().smoothing) : NOTHING;
}

const NOTHING: StepCurve = { steps: [], values: [] };
