import { useStore } from "zustand";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { train } from "./session.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown training is recorded, and what to look at. */
export function Recorded() {
  const recorded = useStore(train.store, (state) => state.recorded);
  const opening = useStore(train.store, (state) => state.opening);
  const lanes = useStore(train.store, (state) => state.lanes);
  if (!recorded) return null;
  return (
    <RecordedBar onRunLive={() => void train.start()} onEmpty={train.clear} busy={opening}>
      {whatToSee(
        lanes.map(({ id }) => id),
        train.record(),
      )}
    </RecordedBar>
  );
}
