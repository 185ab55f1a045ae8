import { CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { DataRecord } from "../../../engine/data/record.ts";
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
        aria-label="Search records"
        placeholder="Search: words of a record, its source or id"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        rightSection={
          words && (
            <CloseButton size="xs" aria-label="Clear the search" onClick={() => recordsView.setState({ words: "" })} />
          )
        }
        value={words}
        onChange={(event) => recordsView.setState({ words: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind of record"
        value={kind ?? ""}
        onChange={({ currentTarget }) =>
          recordsView.setState({ kind: (currentTarget.value as DataRecord["kind"]) || null })
        }
        data={[
          { value: "", label: "All kinds" },
          ...Object.entries(kindTexts).map(([value, { many }]) => ({ value, label: many })),
        ]}
      />
      <span className={classes.note} data-testid="found">
        {progress && progress.done < progress.of
          ? `searching: ${countText(progress.done)} of ${countText(progress.of)}`
          : `${found === set.records ? "" : `${countText(found)} of `}${countText(set.records)} records`}
      </span>
    </div>
  );
}
