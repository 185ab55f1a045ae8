import { CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { DataRecord } from "../../../engine/data/record.ts";
import type { RecordFilter } from "../../../engine/data/record-filter.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { countText } from "../../../ui/numbers.ts";
import type { WalkProgress } from "../../../worker/data-records.ts";
import classes from "./Records.module.css";
import { kindTexts } from "./texts.ts";

interface FilterBarProps {
  set: DataSetRecord;
  found: number;
  progress: WalkProgress | null;
  filter: RecordFilter;
  onFilter: (change: Partial<RecordFilter>) => void;
}

/** Chooses which records are shown. */
export function FilterBar({ set, found, progress, filter: { words, kind }, onFilter }: FilterBarProps) {
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label={t("Search records")}
        placeholder={t("Search: words of a record, its source or id")}
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        rightSection={
          words && <CloseButton size="xs" aria-label={t("Clear the search")} onClick={() => onFilter({ words: "" })} />
        }
        value={words}
        onChange={(event) => onFilter({ words: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t("Kind of record")}
        value={kind ?? ""}
        onChange={({ currentTarget }) => onFilter({ kind: (currentTarget.value as DataRecord["kind"]) || null })}
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
