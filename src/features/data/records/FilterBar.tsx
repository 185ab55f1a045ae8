import { CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { DataRecord } from "../../../engine/data/record.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { countText } from "../../../ui/numbers.ts";
import type { WalkProgress } from "../../../worker/data-records.ts";
import { recordsView } from "../session.ts";
import classes from "./Records.module.css";
import { kindTexts } from "./texts.ts";

interface FilterBarProps {
  set: DataSetRecord;
  found: number;
  progress: WalkProgress | null;
}

/** Chooses which records are shown. */
export function FilterBar({ set, found, progress }: FilterBarProps) {
  const words = useStore(recordsView, (view) => view.words);
  const kind = useStore(recordsView, (view) => view.kind);
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label={t("Search records")}
        placeholder={t("Search: words of a record, its source or id")}
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        rightSection={
          words && (
            <CloseButton
              size="xs"
              aria-label={t("Clear the search")}
              onClick={() => recordsView.setState({ words: "" })}
            />
          )
        }
        value={words}
        onChange={(event) => recordsView.setState({ words: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t("Kind of record")}
        value={kind ?? ""}
        onChange={({ currentTarget }) =>
          recordsView.setState({ kind: (currentTarget.value as DataRecord["kind"]) || null })
        }
        data={[
          { value: "", label: t("All kinds") },
          ...Object.entries(kindTexts).map(([value, { many }]) => ({ value, label: translated(many) })),
        ]}
      />
      <span className={classes.note} data-testid="found">
        {progress && progress.done < progress.of
          ? t("searching: {done} of {of}", { done: countText(progress.done), of: countText(progress.of) })
          : found === set.records
            ? t("{records} records", { records: countText(set.records) })
            : t("{found} of {records} records", { found: countText(found), records: countText(set.records) })}
      </span>
    </div>
  );
}
