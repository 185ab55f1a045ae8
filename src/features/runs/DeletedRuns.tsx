import { t } from "../../i18n/i18n.ts";
import type { RunRecord } from "../../storage/records.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";

interface DeletedRunsProps {
  deleted: readonly RunRecord[];
  /** Bytes by the id of a run. */
  sizes: Readonly<Record<string, number>>;
  onRestore: (ids: string[]) => void;
  onErase: (ids: string[]) => void;
}

/** Offers to restore the runs that were deleted last. */
export function DeletedRuns({ deleted, sizes, onRestore, onErase }: DeletedRunsProps) {
  const ids = deleted.map(({ id }) => id);
  return (
    <DeletedBar
      label={t("Deleted runs")}
      names={deleted.map(({ name }) => name)}
      bytes={ids.reduce((sum, id) => sum + (sizes[id] ?? 0), 0)}
      onRestore={() => onRestore(ids)}
      onErase={() => onErase(ids)}
    />
  );
}
