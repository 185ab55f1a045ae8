import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { translated } from "../../../i18n/translated.ts";
import { embeddedDataSets } from "../../../state/embedded-data-sets.ts";
import { bytesText } from "../../../storage/bytes.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { DeletedBar } from "../../../ui/DeletedBar.tsx";
import { countText } from "../../../ui/numbers.ts";
import { recordsView, sets } from "../session.ts";
import classes from "./Sets.module.css";

interface SetsListProps {
  /** The data sets of this browser. */
  sets: readonly DataSetRecord[];
  /** The id of the shown data set, of this browser or of the playground; null: none is shown. */
  shown: string | null;
}

/** The lists of this browser's data sets and of those that come with the playground; one of all of them is shown. */
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
      <h2>{t("In this browser")}</h2>
      {all.length === 0 && (
        <p>
          <Trans
            id="<b>No data sets yet.</b> Open, drop or paste preferences: pairs, labelled responses or labelled steps, as JSONL, a JSON array or Parquet, packed or not. You see what became of every line."
            components={{ b: <b /> }}
          />
        </p>
      )}
      <ul>
        {all.map((set) => (
          <li key={set.id} data-testid="data-set" data-shown={set.id === shown || undefined}>
            <Choice id={set.id} shown={shown} name={set.name}>
              {t("{records} records · {bytes}", { records: countText(set.records), bytes: bytesText(set.bytes) })}
            </Choice>
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
      <h2>{t("With the playground")}</h2>
      <ul className={classes.embedded}>
        {embeddedDataSets.map(({ id, name, about }) => (
          <li key={id} data-testid="embedded-data-set" data-shown={id === shown || undefined}>
            <Choice id={id} shown={shown} name={translated(name)}>
              {translated(about)}
            </Choice>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface ChoiceProps {
  id: string;
  shown: string | null;
  name: string;
  /** What is said of the data set. */
  children: string;
}

/** The button that shows a data set. */
function Choice({ id, shown, name, children }: ChoiceProps) {
  return (
    <UnstyledButton
      className={classes.choose}
      aria-current={id === shown}
      onClick={() => recordsView.setState({ data: id, tab: "records", words: "", kind: null, record: 0 })}
    >
      <b>{name}</b>
      <span>{children}</span>
    </UnstyledButton>
  );
}
