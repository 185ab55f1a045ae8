import { t } from "../../i18n/i18n.ts";
import type { ShownBranches } from "../../state/branch-edits.ts";
import { branchLetter } from "../../state/branches.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";

interface RemovedBranchProps extends Pick<ShownBranches, "removed"> {
  onRestore: () => void;
  onErase: () => void;
}

/** Offers to restore the trajectory that was removed last, until another prompt is answered. */
export function RemovedBranch({ removed, onRestore, onErase }: RemovedBranchProps) {
  const place = removed?.before.findIndex(({ id }) => id === removed.id) ?? -1;
  return (
    <DeletedBar
      label={t("Removed trajectory")}
      names={place < 0 ? [] : [t("trajectory {place}", { place: branchLetter(place) })]}
      bytes={0}
      onRestore={onRestore}
      onErase={onErase}
    />
  );
}
