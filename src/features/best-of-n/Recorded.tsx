import { useStore } from "zustand";
import { defaultBestOfNView } from "../../state/best-of-n-view.ts";
import { embeddedFiles } from "../../state/embedded-files.ts";
import type { Measured } from "../../state/measurement.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { bestOfN } from "./session.ts";
import { bestOfNRequest } from "./setup/request.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown measurement was recorded, and where to look. */
export function Recorded() {
  const { measured, recorded, status } = useStore(bestOfN.store);
  if (!measured || !recorded) return null;
  return (
    <RecordedBar onRunLive={() => runLive(measured)} onEmpty={bestOfN.clear} busy={status !== "idle"}>
      {whatToSee(measured.value.report)}
    </RecordedBar>
  );
}

function runLive({ request, models }: Measured<"bestOfN">): void {
  const material = { models: request.models, policies: [], training: embeddedFiles.training };
  void bestOfN.start(bestOfNRequest(defaultBestOfNView, material), models);
}
