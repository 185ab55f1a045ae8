import { useMemo } from "react";
import { shapeById } from "../../engine/data/shapes/index.ts";
import { listed, t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { type EvaluateView, METRIC_GROUPS } from "../../state/evaluate-view.ts";
import type { Measured } from "../../state/measurement.ts";
import { ExportButtons } from "../../ui/ExportButtons.tsx";
import { JudgeTable } from "../../ui/judge-table/JudgeTable.tsx";
import { judgeStrokes } from "../../ui/judges.ts";
import { LeftOutRecords } from "../../ui/LeftOutRecords.tsx";
import { countText } from "../../ui/numbers.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { Warnings } from "../../ui/Warnings.tsx";
import { CellPanel } from "./cell/CellPanel.tsx";
import classes from "./EvaluatePage.module.css";
import { reportCsv } from "./export/csv.ts";
import { evaluationJson } from "./export/json.ts";
import { GroupToggles, groupNames } from "./table/GroupToggles.tsx";

interface EvaluationResultsProps {
  measured: Measured<"evaluate">;
  view: EvaluateView;
  onView: (change: Partial<EvaluateView>) => void;
}

/** The results: the table, and below it the figure that is selected in it. */
export function EvaluationResults({ measured, view, onView }: EvaluationResultsProps) {
  const { value: evaluation, models, request } = measured;
  const { report } = evaluation;
  const palette = usePalette();
  const strokes = useMemo(() => judgeStrokes(report.judges, models, palette), [report, models, palette]);
  const { sort, descending, hidden, device, plot } = view;
  const metrics = useMemo(
    () =>
      METRIC_GROUPS.filter((group) => !hidden.includes(group)).flatMap((group) =>
        report.metrics.filter((metric) => metric.group === group),
      ),
    [report, hidden],
  );
  const judge = report.judges.find(({ id }) => id === view.judge) ?? report.judges[0];
  const metric = report.metrics.find(({ id }) => id === view.metric) ?? report.metrics[0];
  return (
    <>
      <div className={classes.head}>
        <p className={classes.facts} data-testid="data">
          <DataFacts {...report.data} />
        </p>
        <GroupToggles metrics={report.metrics} hidden={hidden} onHidden={(chosen) => onView({ hidden: chosen })} />
        <ExportButtons name="evaluation" csv={() => reportCsv(report)} json={() => evaluationJson(measured)} />
      </div>
      <LeftOutRecords leftOut={report.leftOut} />
      {judge && metric && (
        <>
          <JudgeTable
            label={t("Judges by metrics")}
            figures={{ ...report, metrics }}
            groupNames={groupNames}
            strokes={strokes}
            order={{ sort, descending }}
            onOrder={onView}
            selected={{ judge: judge.id, metric: metric.id }}
            onSelect={onView}
          />
          <p className={classes.facts} data-testid="intervals">
            {t(
              "95 % intervals over problems, of each figure by itself. All judges share the problems; no difference between two of them is tested here, so none is corrected for being read among many.",
            )}
          </p>
          <Warnings warnings={report.warnings} />
          <CellPanel
            evaluation={evaluation}
            judge={judge}
            metric={metric}
            strokes={strokes}
            setting={{ stored: request.models.stored, policy: null, device }}
            plot={plot}
            onPlot={(chosen) => onView({ plot: chosen })}
          />
        </>
      )}
    </>
  );
}

function DataFacts(data: Measured<"evaluate">["value"]["report"]["data"]) {
  const { name, format, hash, problems, trajectories, comparisons, validation } = data;
  const counts = [
    t("{count} problems", { count: countText(problems) }),
    t("{count} responses", { count: countText(trajectories) }),
    t("{count} comparisons", { count: countText(comparisons) }),
  ];
  return (
    <>
      <b title={t("SHA-256 {hash}", { hash })}>{translated(name)}</b> · {translated(shapeById(format).name)} ·{" "}
      {listed(counts)} ·{" "}
      {validation ? t("thresholds from {validation}", { validation: translated(validation) }) : t("no validation file")}
    </>
  );
}
