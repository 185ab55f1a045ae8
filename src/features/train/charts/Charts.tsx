import { useMemo } from "react";
import { useStore } from "zustand";
import { CONSISTENCY_METHODS } from "../../../engine/training/methods.ts";
import { comparesPairs, supervisionOf, usesTextGeneration } from "../../../engine/training/reward-model-config.ts";
import { t } from "../../../i18n/i18n.ts";
import { appearance } from "../../../state/appearance.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { shownStep } from "../../../state/train-view.ts";
import { useFrameStore } from "../../../state/use-frame-store.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import { CopyEmbed } from "../../../ui/CopyEmbed.tsx";
import { metricName } from "../../../ui/metric-name.ts";
import { JudgeLegend } from "../../../ui/plot/JudgeLegend.tsx";
import { train } from "../session.ts";
import { useShownVariants } from "../use-shown-variants.ts";
import { useVariantStrokes } from "../use-strokes.ts";
import classes from "./Charts.module.css";
import { RewardHistogram } from "./RewardHistogram.tsx";
import { type CurveMetric, chartSettings } from "./source.ts";
import { TrainingChart } from "./TrainingChart.tsx";

const SHARE = [0, 1] as const;
const accuracy: CurveMetric[] = [{ training: "accuracy" }, { heldOut: "accuracy" }];
const margin: CurveMetric[] = [{ training: "margin" }, { heldOut: "margin" }];

const all = () => true;
const withPairs = (run: VariantId) => comparesPairs(variantOf(run));
const withText = (run: VariantId) => usesTextGeneration(variantOf(run));
const withSteps = (run: VariantId) => supervisionOf(variantOf(run)) === "steps";
const withConsistency = (run: VariantId) => CONSISTENCY_METHODS.some((method) => method === variantOf(run).method);

/** A chart for the loss, for each of its terms, and for the weight of one: each shows the methods that have it. */
const terms: { id: string; metrics: CurveMetric[]; has(run: VariantId): boolean }[] = [
  { id: "loss", metrics: [{ training: "loss" }], has: all },
  { id: "loss/bt", metrics: [{ training: "loss/bt" }], has: withPairs },
  { id: "loss/outcome", metrics: [{ training: "loss/outcome" }], has: (run) => variantOf(run).method === "outcome" },
  { id: "loss/prm", metrics: [{ training: "loss/prm" }], has: withSteps },
  { id: "loss/sft", metrics: [{ training: "loss/sft" }], has: withText },
  { id: "loss/icr", metrics: [{ training: "loss/icr" }], has: withConsistency },
  { id: "icr/weight", metrics: [{ training: "icr/weight" }], has: withConsistency },
];

/** The curves of the training: held-out figures above, training metrics below. */
export function Charts() {
  const runs = useShownVariants();
  const alone = useStore(appearance, ({ embed }) => embed === "curve");
  const shown = useMemo(
    () => terms.map((term) => ({ ...term, runs: runs.filter(term.has) })).filter((term) => term.runs.length > 0),
    [runs],
  );
  return (
    <section aria-label={t("Metrics")} className={classes.charts}>
      <div data-figure="curve">
        {alone && <RunLegend runs={runs} />}
        <div className={classes.pair}>
          <TrainingChart title={t("accuracy")} runs={runs} metrics={accuracy} range={SHARE} />
          <TrainingChart title={t("margin")} runs={runs} metrics={margin} />
        </div>
      </div>
      <ShownRewards runs={runs} />
      <div className={classes.head}>
        <h2>{t("Loss terms")}</h2>
        <Smoothing />
        <CopyEmbed figure="curve" address={() => location.href} />
      </div>
      <div className={classes.pair}>
        {shown.map((term) => (
          <TrainingChart key={term.id} title={metricName(term.id)} runs={term.runs} metrics={term.metrics} />
        ))}
      </div>
    </section>
  );
}

/** Names the runs where the curves stand alone; on the page the strip of runs does. */
function RunLegend({ runs }: { runs: readonly VariantId[] }) {
  return <JudgeLegend judges={runs.map((id) => variantOf(id))} strokes={useVariantStrokes(runs)} />;
}

/** The rewards of the held-out pairs at the shown step. A component of its own: it is rendered at every step. */
function ShownRewards({ runs }: { runs: readonly VariantId[] }) {
  useFrameStore(train.pulse);
  const alone = useStore(train.store, ({ opened }) => opened?.unit === "responses");
  const step = shownStep(useFrameStore(train.view));
  const evaluations = runs.map((run) => train.record().evaluation(run, step));
  return <RewardHistogram {...{ runs, evaluations, alone }} strokes={useVariantStrokes(runs)} />;
}

/** The share of the past in smoothed training curves; held-out points are never smoothed. */
function Smoothing() {
  const smoothing = useStore(chartSettings, (state) => state.smoothing);
  return (
    <div className={classes.smoothing}>
      <label
        htmlFor="smoothing"
        title={t("Exponential moving average of the training curves; 0 shows every step as it is")}
      >
        {t("Smoothing")}
      </label>
      <CheckedNumberInput
        id="smoothing"
        size="xs"
        value={smoothing}
        min={0}
        max={0.98}
        step={0.05}
        onChange={(next) => chartSettings.setState({ smoothing: next })}
      />
    </div>
  );
}
