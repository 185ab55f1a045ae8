import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { bytesText } from "../../../storage/bytes.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { DeletedBar } from "../../../ui/DeletedBar.tsx";
import { countText } from "../../../ui/numbers.ts";
import { recordsView, sets } from "../session.ts";
import classes from "./Sets.module.css";

interface SetsListProps {
  sets: readonly DataSetRecord[];
  shown: DataSetRecord | null;
}

/** The list of this browser's data sets, one of which is shown. */
export function SetsList({ sets: all, shown }: SetsListProps) {
  const deleted = useStore(sets.store, (state) => state.deleted);
  return (
    <nav aria-label={t("Data sets")} className={classes.list}>
      <DeletedBar
        label={t("Deleted data sets")}
        names={deleted.map(({ name }) => name)}
        bytes={deleted.reduce((sum, { bytes }) => sum + bytes, 0)}
        onRestore={() => void sets.restore()}
        onErase={() => void sets.erase()}
      />
      <ul>
        {all.map((set) => (
          <li key={set.id} data-testid="data-set" data-shown={set === shown || undefined}>
            <UnstyledButton
              className={classes.choose}
              aria-current={set === shown}
              onClick={() => recordsView.setState({ data: set.id, tab: "records", words: "", kind: null, record: 0 })}
            >
              <b>{set.name}</b>
              <span>
                {t("{records} records · {bytes}", { records: countText(set.records), bytes: bytesText(set.bytes) })}
              </span>
            </UnstyledButton>
            <ActionIcon
              size="sm"
              aria-label={t("Delete {name}", { name: set.name })}
              title={t("Delete; can be undone")}
              onClick={() => void sets.remove(set)}
            >
              <IconTrash size={15} stroke={1.5} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </nav>
  );
}
