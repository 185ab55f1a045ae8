import { useStore } from "zustand";
import type { EvaluationReport } from "../../engine/evaluation/report.ts";
import { listed, t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { defaultEvaluateView } from "../../state/evaluate-view.ts";
import type { Measured } from "../../state/measurement.ts";
import { judgeStrokes, namedJudges } from "../../ui/judges.ts";
import { LitNames } from "../../ui/lit/LitNames.tsx";
import { fixedText, percentText } from "../../ui/numbers.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { evaluation, files } from "./session.ts";
import { evaluationRequest } from "./setup/request.ts";

const NONE: [] = [];

/** Says that the shown evaluation was recorded, and where to look. */
export function Recorded() {
  const { measured, recorded, status } = useStore(evaluation.store);
  const palette = usePalette();
  if (!measured || !recorded) return null;
  const { report } = measured.value;
  const strokes = judgeStrokes(report.judges, measured.models, palette);
  return (
    <RecordedBar onRunLive={() => runLive(measured)} onEmpty={evaluation.clear} busy={status !== "idle"}>
      <LitNames text={whatToSee(report)} named={namedJudges(report.judges, strokes)} />
    </RecordedBar>
  );
}

function runLive({ request, models }: Measured<"evaluate">): void {
  const choices = { models: request.models, sets: NONE, policies: NONE };
  void evaluation.start(evaluationRequest(defaultEvaluateView, files.getState(), choices), models);
}

const ACCURACY = "pairs/accuracy";
const VALUE = "values/pooled";

/** One sentence about an evaluation: what tells its reward models apart, and what does not. */
function whatToSee({ judges, cells, metrics }: Pick<EvaluationReport, "judges" | "cells" | "metrics">): string {
  const models = judges.filter(({ kind }) => kind === "model");
  const figures = (metric: string, text: (value: number) => string) =>
    listed(
      models.flatMap(({ id, name }) => {
        const cell = cells[id]?.[metric];
        return cell && "estimate" in cell ? [`${name} ${text(cell.estimate.value)}`] : [];
      }),
    );
  const column = metrics.find(({ id }) => id === VALUE)?.name ?? VALUE;
  return t(
    "Pairs hardly tell the reward models apart (accuracy {accuracy}); look at the column “{column}”, how well the process reward follows the true value along a response: {values}. Click a figure for its plot and the records behind it.",
    {
      accuracy: figures(ACCURACY, percentText),
      column: translated(column),
      values: figures(VALUE, (rank) => fixedText(rank, 2)),
    },
  );
}
