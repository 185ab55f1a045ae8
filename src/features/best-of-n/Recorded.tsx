import { useStore } from "zustand";
import { defaultBestOfNView } from "../../state/best-of-n-view.ts";
import { embeddedFiles } from "../../state/embedded-files.ts";
import type { Measured } from "../../state/measurement.ts";
import { judgeStrokes, namedJudges } from "../../ui/judges.ts";
import { LitNames } from "../../ui/lit/LitNames.tsx";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import { bestOfN } from "./session.ts";
import { bestOfNRequest } from "./setup/request.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown measurement was recorded, and where to look. */
export function Recorded() {
  const { measured, recorded, status } = useStore(bestOfN.store);
  const palette = usePalette();
  if (!measured || !recorded) return null;
  const { report } = measured.value;
  const strokes = judgeStrokes(report.judges, measured.models, palette);
  return (
    <RecordedBar onRunLive={() => runLive(measured)} onEmpty={bestOfN.clear} busy={status !== "idle"}>
      <LitNames text={whatToSee(report)} named={namedJudges(report.judges, strokes)} />
    </RecordedBar>
  );
}

function runLive({ request, models }: Measured<"bestOfN">): void {
  const material = { models: request.models, policies: [], training: embeddedFiles.training };
  void bestOfN.start(bestOfNRequest(defaultBestOfNView, material), models);
}
