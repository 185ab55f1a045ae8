import { Button } from "@mantine/core";
import { t } from "../../../i18n/i18n.ts";
import { countText } from "../../../ui/numbers.ts";
import classes from "./Edit.module.css";

/** Offers to restore the record that was deleted last, until something else is changed. */
export function DeletedRecord({ position, onRestore }: { position: number; onRestore: () => void }) {
  return (
    <div className={classes.actions}>
      <span>{t("Record {position} is deleted.", { position: countText(position + 1) })}</span>
      <Button size="compact-xs" variant="default" onClick={onRestore}>
        {t("Undo")}
      </Button>
    </div>
  );
}
