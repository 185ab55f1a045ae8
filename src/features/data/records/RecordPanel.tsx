import { ActionIcon, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { shapeById } from "../../../engine/data/shapes/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { countText } from "../../../ui/numbers.ts";
import type { RecordView } from "../../../worker/data-records.ts";
import { DeletedRecord } from "../edit/DeletedRecord.tsx";
import { RecordActions } from "../edit/RecordActions.tsx";
import { RecordForm } from "../edit/RecordForm.tsx";
import { dataClient, dataEdit, recordsView, sets } from "../session.ts";
import { RecordAsTokens } from "./RecordAsTokens.tsx";
import classes from "./Records.module.css";
import { RecordText } from "./RecordText.tsx";
import type { Found } from "./use-found.ts";
import { useReader } from "./use-reader.ts";

interface RecordPanelProps {
  set: DataSetRecord;
  found: Found;
  /** Whether the records cannot be changed. */
  fixed: boolean;
}

/** The record that is shown or being written. */
export function RecordPanel({ set, found, fixed }: RecordPanelProps) {
  const position = useStore(recordsView, (view) => view.record);
  const { draft, deleted, error } = useStore(dataEdit.store);
  const view = useRecord(set, position);
  if (draft?.data === set.id) return <RecordForm draft={draft} />;
  const place = found.placeOf(position);
  const go = (next: number) => recordsView.setState({ record: found.positionOf(next) });
  const restore = async (at: number) => {
    await dataEdit.restore(set);
    recordsView.setState({ record: at });
  };
  return (
    <section aria-label={t("Record")} className={classes.record}>
      <div className={classes.recordHead}>
        <ActionIcon size="sm" aria-label={t("Record before")} disabled={place <= 0} onClick={() => go(place - 1)}>
          <IconChevronLeft size={15} stroke={1.5} aria-hidden />
        </ActionIcon>
        <ActionIcon
          size="sm"
          aria-label={t("Next record")}
          disabled={place + 1 >= found.count}
          onClick={() => go(place + 1)}
        >
          <IconChevronRight size={15} stroke={1.5} aria-hidden />
        </ActionIcon>
        {view && <b>{t("Record {position}", { position: countText(view.position + 1) })}</b>}
        {!fixed && <RecordActions set={set} view={view} />}
      </div>
      {deleted?.data === set.id && (
        <DeletedRecord position={deleted.position} onRestore={() => void restore(deleted.position)} />
      )}
      {error && <ErrorPanel report={error} onDismiss={() => dataEdit.store.setState({ error: null })} />}
      {view && <Shown set={set} view={view} />}
    </section>
  );
}

/** A record as text, or as a reward model's tokens. */
function Shown({ set, view }: { set: DataSetRecord; view: RecordView }) {
  const [as, setAs] = useState<"text" | "tokens">("text");
  const { record, shape, number } = view;
  const facts = [
    number === 0 ? t("written by hand") : `${translated(set.report.unit)} ${countText(number)}`,
    translated(shapeById(shape).name),
    ...(record.kind === "comparison" && record.margin !== undefined
      ? [t("margin {margin}", { margin: record.margin })]
      : []),
    ...(["source", "subset", "id"] as const).flatMap((field) =>
      record[field] ? [`${translated(field)} ${record[field]}`] : [],
    ),
  ];
  return (
    <>
      <div className={classes.recordHead}>
        <SegmentedControl
          aria-label={t("Show the record as")}
          value={as}
          onChange={(value) => setAs(value as typeof as)}
          data={[
            { value: "text", label: t("Text") },
            { value: "tokens", label: t("As the model reads it") },
          ]}
        />
        <span className={classes.note}>{facts.join(" · ")}</span>
      </div>
      {as === "text" ? <RecordText record={record} /> : <RecordAsTokens view={view} />}
    </>
  );
}

/** One record with its tokens; while another record is read, the previous one stays visible. */
function useRecord({ id, hash }: DataSetRecord, position: number): RecordView | null {
  const model = useReader();
  const [view, setView] = useState<RecordView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other contents are read anew
  useEffect(() => {
    let left = false;
    void sets.attempt(async () => {
      const request = { kind: "readRecord", data: id, position, model } as const;
      const read = await dataClient.request<"readRecord">(request);
      if (!left) setView(read);
    });
    return () => {
      left = true;
    };
  }, [id, hash, position, model]);
  return view;
}
