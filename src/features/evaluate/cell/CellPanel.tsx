import { lazy, Suspense } from "react";
import type { Evaluation, Metric, ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { EvaluateView } from "../../../state/evaluate-view.ts";
import type { ExploreSetting } from "../../../ui/ExploreLink.tsx";
import { estimateText } from "../../../ui/estimate-text.ts";
import { Outline } from "../../../ui/Outline.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { Swatch } from "../../../ui/Swatch.tsx";
import { RecordsPanel } from "../records/RecordsPanel.tsx";
import classes from "./CellPanel.module.css";

// The chart library is loaded when there is something to draw.
const PlotPanel = lazy(() => import("../plots/PlotPanel.tsx"));

interface CellPanelProps {
  evaluation: Evaluation;
  judge: ReportedJudge;
  metric: Metric;
  strokes: ReadonlyMap<string, RunStroke>;
  setting: ExploreSetting;
  /** The plot that was chosen last. */
  plot: EvaluateView["plot"];
  onPlot: (plot: EvaluateView["plot"]) => void;
}

/** The selected figure: what it measures, its plot, and the records behind it. */
export function CellPanel({ evaluation, judge, metric, strokes, setting, plot, onPlot }: CellPanelProps) {
  const cell = evaluation.report.cells[judge.id]?.[metric.id] ?? { missing: msg("It was not measured.") };
  const stroke = strokes.get(judge.id);
  return (
    <section aria-label={t("Selected figure")} className={classes.panel}>
      <div className={classes.head}>
        <h2>
          {stroke && <Swatch stroke={stroke} />} {translated(judge.name)} · {translated(metric.name)}
          {"estimate" in cell && <FigureText cell={cell} metric={metric} />}
        </h2>
        <p>
          {"missing" in cell
            ? t("No figure: {missing}", { missing: translated(cell.missing) })
            : translated(metric.about)}
        </p>
      </div>
      <div className={classes.columns}>
        <Suspense fallback={<Outline label={t("Loading…")} heights={[240]} />}>
          <PlotPanel {...{ evaluation, judge, metric, strokes }} chosen={plot} onChoose={onPlot} />
        </Suspense>
        {"estimate" in cell && (
          <RecordsPanel
            key={`${judge.id} ${metric.id}`}
            evaluation={evaluation}
            judge={judge}
            metric={metric}
            worst={cell.worst}
            setting={setting}
          />
        )}
      </div>
    </section>
  );
}

function FigureText({
  cell,
  metric,
}: {
  cell: Extract<Evaluation["report"]["cells"][string][string], { estimate: unknown }>;
  metric: Metric;
}) {
  const [value, interval] = estimateText(cell.estimate, metric.unit);
  return (
    <>
      : {value} <small>[{interval}]</small>
    </>
  );
}
