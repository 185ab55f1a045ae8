import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { branchLetter } from "../../state/branches.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";
import { explore } from "./session.ts";

/** Offers to restore the trajectory that was removed last, until another prompt is answered. */
export function RemovedBranch() {
  const removed = useStore(explore.store, (state) => state.removed);
  const place = removed?.before.findIndex(({ id }) => id === removed.id) ?? -1;
  return (
    <DeletedBar
      label={t("Removed trajectory")}
      names={place < 0 ? [] : [t("trajectory {place}", { place: branchLetter(place) })]}
      bytes={0}
      onRestore={explore.bringBack}
      onErase={() => explore.store.setState({ removed: null })}
    />
  );
}
