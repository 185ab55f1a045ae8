import { Button, Select, Switch } from "@mantine/core";
import { useMemo, useState } from "react";
import type { StepMetrics } from "../../../engine/training/trainer.ts";
import { t } from "../../../i18n/i18n.ts";
import { defaultRunsView, MOST_SMOOTHING, type RunsView } from "../../../state/runs-view.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { metricName } from "../../../ui/metric-name.ts";
import { ParameterSlider } from "../../../ui/ParameterSlider.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import classes from "../RunsPage.module.css";
import { useRunMetrics } from "../use-run-metrics.ts";
import { CurveTable } from "./CurveTable.tsx";
import { metricNames, runCurves } from "./curves.ts";
import { MetricChart } from "./MetricChart.tsx";
import type { StepRange } from "./metric-plot.ts";

interface MetricsPanelProps {
  runs: readonly RunRecord[];
  strokes: ReadonlyMap<string, RunStroke>;
  /** Metrics of runs that this browser does not keep. */
  recorded: ReadonlyMap<string, StepMetrics[]> | null;
  view: Pick<RunsView, "metric" | "smoothing" | "log">;
  onView: (change: Partial<RunsView>) => void;
}

const NONE: [] = [];

/** One metric of the selected runs over a common axis of steps. */
export function MetricsPanel({ runs, strokes, recorded, view, onView }: MetricsPanelProps) {
  const { metric, smoothing, log } = view;
  const kept = useRunMetrics(recorded ? NONE : runs.map(({ id }) => id));
  const metrics = recorded ?? kept;
  const [zoom, setZoom] = useState<StepRange | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);

  const known = useMemo(() => runs.map(({ id }) => metrics.get(id) ?? []), [runs, metrics]);
  const names = useMemo(() => metricNames(known), [known]);
  const { steps, raw, smooth } = useMemo(() => runCurves(known, metric, smoothing), [known, metric, smoothing]);
  const lines = useMemo(
    () =>
      runs.map(({ id, name }, i) => ({
        id,
        name,
        stroke: strokes.get(id) ?? { colour: "currentColor", dash: [] },
        raw: raw[i] ?? [],
        smooth: smooth[i] ?? [],
      })),
    [runs, strokes, raw, smooth],
  );
  const below = log ? lines.flatMap(({ raw }) => raw).filter((value) => value !== null && value <= 0).length : 0;

  return (
    <div className={classes.metrics}>
      <div className={classes.metricControls}>
        <Select
          label={t("Metric")}
          data={(names.includes(metric) ? names : [metric, ...names]).map((value) => ({
            value,
            label: metricName(value),
          }))}
          value={metric}
          allowDeselect={false}
          searchable
          onChange={(value) => value && onView({ metric: value })}
        />
        <ParameterSlider
          label={t("Smoothing")}
          explanation={t("Share of the past in every value; the figures themselves stay visible behind.")}
          value={smoothing}
          defaultValue={defaultRunsView.smoothing}
          min={0}
          max={MOST_SMOOTHING}
          step={0.01}
          describe={(value) => (value === 0 ? t("off") : null)}
          onChange={(value) => onView({ smoothing: value })}
        />
        <Switch
          label={t("Logarithmic axis")}
          checked={log}
          onChange={(event) => onView({ log: event.currentTarget.checked })}
        />
        <Button size="compact-xs" variant="default" disabled={!zoom} onClick={() => setZoom(null)}>
          {t("Reset zoom")}
        </Button>
        {below > 0 && (
          <p className={classes.hint}>{t("{below} values at or below 0 have no place on this axis.", { below })}</p>
        )}
      </div>
      <div className={classes.metricFigure}>
        {steps.length === 0 ? (
          <p className={classes.hint}>
            {t("None of the selected runs has figures of {metric}.", { metric: metricName(metric) })}
          </p>
        ) : (
          <MetricChart
            metric={metric}
            steps={steps}
            lines={lines}
            smoothing={smoothing > 0}
            log={log}
            zoom={zoom}
            onZoom={setZoom}
            onCursor={setCursor}
          />
        )}
        <CurveTable metric={metric} steps={steps} lines={lines} cursor={cursor} />
      </div>
    </div>
  );
}
