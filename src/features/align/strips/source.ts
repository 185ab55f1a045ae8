import type { AlignmentPoint } from "../../../flows/align/plan.ts";
import { alignedCurves, type StepCurve } from "../../../ui/live-chart/align.ts";
import type { LiveSource } from "../../../ui/live-chart/LiveChart.tsx";
import { align } from "../session.ts";

/** The number that a curve shows at a point; undefined if it was not measured. `base` is the judgement at step 0. */
export type Measure = (point: AlignmentPoint, base: AlignmentPoint) => number | undefined;

/** The source of a chart with one curve per policy. @param rewards ids of the reward models, in drawing order */
export function stripSource(rewards: readonly string[], measure: Measure): LiveSource {
  return {
    read: () => alignedCurves(rewards.map((id) => curveOf(align.curves.getState()[id] ?? [], measure))),
    marker: () => Number.POSITIVE_INFINITY,
    subscribe: (listener) => align.curves.subscribe(listener),
  };
}

function curveOf(points: readonly AlignmentPoint[], measure: Measure): StepCurve {
  const [base] = points;
  const known = points.flatMap((point) => {
    const value = base && measure(point, base);
    return value === undefined ? [] : [{ step: point.step, value }];
  });
  return { steps: known.map(({ step }) => step), values: known.map(({ value }) => value) };
}
