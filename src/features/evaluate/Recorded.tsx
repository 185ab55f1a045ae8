import { useStore } from "zustand";
import { defaultEvaluateView } from "../../state/evaluate-view.ts";
import type { Measured } from "../../state/measurement.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { evaluation, files } from "./session.ts";
import { evaluationRequest } from "./setup/request.ts";
import { whatToSee } from "./what-to-see.ts";

const NONE: [] = [];

/** Says that the shown evaluation was recorded, and where to look. */
export function Recorded() {
  const { measured, recorded, status } = useStore(evaluation.store);
  if (!measured || !recorded) return null;
  return (
    <RecordedBar onRunLive={() => runLive(measured)} onEmpty={evaluation.clear} busy={status !== "idle"}>
      {whatToSee(measured.value.report)}
    </RecordedBar>
  );
}

function runLive({ request, models }: Measured<"evaluate">): void {
  const choices = { models: request.models, sets: NONE, policies: NONE };
  void evaluation.start(evaluationRequest(defaultEvaluateView, files.getState(), choices), models);
}
