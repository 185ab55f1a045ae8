import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";
import { runs } from "./session.ts";

export function DeletedRuns() {
  const deleted = useStore(runs.store, (state) => state.deleted);
  const sizes = useStore(runs.store, (state) => state.sizes);
  const ids = deleted.map(({ id }) => id);
  return (
    <DeletedBar
      label={t("Deleted runs")}
      names={deleted.map(({ name }) => name)}
      bytes={ids.reduce((sum, id) => sum + (sizes[id] ?? 0), 0)}
      onRestore={() => void runs.restore(ids)}
      onErase={() => void runs.erase(ids)}
    />
  );
}
