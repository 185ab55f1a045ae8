import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { countText } from "../../../ui/numbers.ts";
import { dataEdit, recordsView } from "../session.ts";
import classes from "./Edit.module.css";

/** Offers to restore the record that was deleted last, until something else is changed. */
export function DeletedRecord({ set }: { set: DataSetRecord }) {
  const deleted = useStore(dataEdit.store, (state) => state.deleted);
  if (deleted?.data !== set.id) return null;
  const restore = async () => {
    await dataEdit.restore(set);
    recordsView.setState({ record: deleted.position });
  };
  return (
    <div className={classes.actions}>
      <span>{t("Record {position} is deleted.", { position: countText(deleted.position + 1) })}</span>
      <Button size="compact-xs" variant="default" onClick={() => void restore()}>
        {t("Undo")}
      </Button>
    </div>
  );
}
