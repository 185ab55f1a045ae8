import { useMemo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { shapeById } from "../../engine/data/shapes/index.ts";
import type { Measured } from "../../state/measurement.ts";
import { ExportButtons } from "../../ui/ExportButtons.tsx";
import { judgeStrokes } from "../../ui/judges.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { Warnings } from "../../ui/Warnings.tsx";
import { CellPanel } from "./cell/CellPanel.tsx";
import classes from "./EvaluatePage.module.css";
import { reportCsv } from "./export/csv.ts";
import { evaluationJson } from "./export/json.ts";
import { evaluateView } from "./session.ts";
import { GroupToggles } from "./table/GroupToggles.tsx";
import { JudgeTable } from "./table/JudgeTable.tsx";

/** What came out: the table, and under it the figure that is selected there. */
export function Results({ measured }: { measured: Measured<"evaluate"> }) {
  const { value: evaluation, models, request } = measured;
  const { report } = evaluation;
  const palette = usePalette();
  const strokes = useMemo(() => judgeStrokes(report.judges, models, palette), [report, models, palette]);
  const selected = useStore(
    evaluateView,
    useShallow(({ judge, metric, device }) => ({ judge, metric, device })),
  );
  const judge = report.judges.find(({ id }) => id === selected.judge) ?? report.judges[0];
  const metric = report.metrics.find(({ id }) => id === selected.metric) ?? report.metrics[0];
  return (
    <>
      <div className={classes.head}>
        <p className={classes.facts} data-testid="data">
          <DataFacts {...report.data} />
        </p>
        <GroupToggles metrics={report.metrics} />
        <ExportButtons name="evaluation" csv={() => reportCsv(report)} json={() => evaluationJson(measured)} />
      </div>
      <Warnings warnings={report.warnings} />
      {judge && metric && (
        <>
          <JudgeTable report={report} strokes={strokes} judge={judge.id} metric={metric.id} />
          <CellPanel
            evaluation={evaluation}
            judge={judge}
            metric={metric}
            strokes={strokes}
            setting={{ stored: request.models.stored, policy: null, device: selected.device }}
          />
        </>
      )}
    </>
  );
}

function DataFacts(data: Measured<"evaluate">["value"]["report"]["data"]) {
  const { name, format, hash, problems, trajectories, comparisons, validation } = data;
  const counts = [
    [problems, "problems"],
    [trajectories, "responses"],
    [comparisons, "comparisons"],
  ] as const;
  return (
    <>
      <b title={`SHA-256 ${hash}`}>{name}</b> · {shapeById(format).name} ·{" "}
      {counts.map(([count, of]) => `${count.toLocaleString("en")} ${of}`).join(", ")} ·{" "}
      {validation ? `thresholds from ${validation}` : "no validation file"}
    </>
  );
}
