import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";
import { sweepName } from "./rows.ts";
import { sweep } from "./session.ts";

/** Offers to restore the sweep that was deleted last, until the page is left. Its storage is already free. */
export function DeletedSweep() {
  const deleted = useStore(sweep.store, (state) => state.deleted);
  return (
    <DeletedBar
      label={t("Deleted sweep")}
      names={deleted ? [t("sweep of {began}", { began: sweepName(deleted.id) })] : []}
      bytes={0}
      onRestore={() => void sweep.restore()}
      onErase={sweep.forget}
    />
  );
}
