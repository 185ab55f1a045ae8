import { useStore } from "zustand";
import { isBusy } from "../../state/explore-state.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { ModelNames } from "../../ui/token-figure/ModelNames.tsx";
import { explore } from "./session.ts";
import { useShownModels } from "./use-shown-models.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown trajectory is recorded, and what to look at. */
export function Recorded() {
  const recorded = useStore(explore.store, ({ branches, recording }) =>
    branches.find(({ id }) => recording?.branchIds.includes(id)),
  );
  const busy = useStore(explore.store, isBusy);
  const models = useShownModels();
  if (!recorded) return null;
  const empty = () => {
    explore.clear();
    document.getElementById("prompt")?.focus();
  };
  return (
    <RecordedBar onRunLive={() => void explore.runLive()} onEmpty={empty} busy={busy}>
      <ModelNames text={whatToSee(recorded.trajectory, models)} models={models} />
    </RecordedBar>
  );
}
