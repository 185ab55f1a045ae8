import { useStore } from "zustand";
import { isBusy } from "../../state/explore-state.ts";
import { LitNames } from "../../ui/lit/LitNames.tsx";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
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
  const palette = usePalette();
  if (!recorded) return null;
  const empty = () => {
    explore.clear();
    document.getElementById("prompt")?.focus();
  };
  return (
    <RecordedBar onRunLive={() => void explore.runLive()} onEmpty={empty} busy={busy}>
      <LitNames
        text={whatToSee(recorded.trajectory, models)}
        named={models.map((model) => ({ ...model, colour: palette.model(model) }))}
      />
    </RecordedBar>
  );
}
