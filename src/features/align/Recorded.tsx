import { useStore } from "zustand";
import { DEFAULT_ALIGN_SETTINGS } from "../../state/align-settings.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { align } from "./session.ts";
import type { Offer } from "./use-offer.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown alignment is recorded, and what to look at. */
export function Recorded({ offer }: { offer: Offer }) {
  const { result, recorded, lanes } = useStore(align.store);
  if (!result || !recorded) return null;
  const runLive = () => {
    if (!offer) return;
    const { device } = align.settings.getState();
    align.change({ ...DEFAULT_ALIGN_SETTINGS, device });
    void align.start(offer, "end");
  };
  return (
    <RecordedBar onRunLive={runLive} onEmpty={align.clear} busy={!offer}>
      {whatToSee(
        result,
        lanes.map(({ reward }) => reward),
      )}
    </RecordedBar>
  );
}
