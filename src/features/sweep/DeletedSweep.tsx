import { useStore } from "zustand";
import { DeletedBar } from "../../ui/DeletedBar.tsx";
import { sweepName } from "./rows.ts";
import { sweep } from "./session.ts";

/** Offers to restore the sweep that was deleted last, until the page is left. Its storage is already free. */
export function DeletedSweep() {
  const deleted = useStore(sweep.store, (state) => state.deleted);
  return (
    <DeletedBar
      label="Deleted sweep"
      names={deleted ? [`sweep of ${sweepName(deleted.id)}`] : []}
      bytes={0}
      onRestore={() => void sweep.restore()}
      onErase={sweep.forget}
    />
  );
}
