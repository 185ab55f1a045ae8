import { ActionIcon, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { shapeById } from "../../../engine/data/shapes/index.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { recordsView } from "../session.ts";
import classes from "./Records.module.css";
import { RecordText } from "./RecordText.tsx";
import { RecordTokens } from "./RecordTokens.tsx";
import type { Found } from "./use-found.ts";
import { useRecord } from "./use-record.ts";

/** The record that is looked at: as people read it, or as a reward model does. */
export function RecordPanel({ set, found }: { set: DataSetRecord; found: Found }) {
  const position = useStore(recordsView, (view) => view.record);
  const [as, setAs] = useState<"text" | "tokens">("text");
  const view = useRecord(set, position);
  if (!view) return null;
  const { record, shape, number } = view;
  const place = found.placeOf(position);
  const facts = [
    `${set.report.unit} ${number}`,
    shapeById(shape).name,
    ...(record.kind === "comparison" && record.margin !== undefined ? [`margin ${record.margin}`] : []),
    ...(["source", "subset", "id"] as const).flatMap((field) => (record[field] ? [`${field} ${record[field]}`] : [])),
  ];
  const go = (next: number) => recordsView.setState({ record: found.positionOf(next) });
  return (
    <section aria-label="Record" className={classes.record}>
      <div className={classes.recordHead}>
        <ActionIcon size="sm" aria-label="Record before" disabled={place <= 0} onClick={() => go(place - 1)}>
          <IconChevronLeft size={15} stroke={1.5} aria-hidden />
        </ActionIcon>
        <ActionIcon
          size="sm"
          aria-label="Next record"
          disabled={place + 1 >= found.count}
          onClick={() => go(place + 1)}
        >
          <IconChevronRight size={15} stroke={1.5} aria-hidden />
        </ActionIcon>
        <b>Record {(view.position + 1).toLocaleString("en")}</b>
        <span className={classes.note}>{facts.join(" · ")}</span>
        <SegmentedControl
          className={classes.as}
          aria-label="Show the record as"
          value={as}
          onChange={(value) => setAs(value as typeof as)}
          data={[
            { value: "text", label: "Text" },
            { value: "tokens", label: "As the model reads it" },
          ]}
        />
      </div>
      {as === "text" ? <RecordText record={record} /> : <RecordTokens view={view} />}
    </section>
  );
}
