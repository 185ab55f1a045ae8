import { useMemo } from "react";
import { useStore } from "zustand";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { crew, sweep } from "./session.ts";
import { whatToSee } from "./what-to-see.ts";

/** Says that the shown sweep is recorded, and what to look at. */
export function Recorded() {
  const { record, recorded } = useStore(sweep.store);
  const words = useMemo(() => (record && recorded ? whatToSee(record) : null), [record, recorded]);
  if (!record || words === null) return null;
  return (
    <RecordedBar onRunLive={() => void sweep.start(record.plan, crew())} onEmpty={sweep.clear}>
      {words}
    </RecordedBar>
  );
}
