import { Button, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { type ShapeId, shapeById } from "../../../engine/data/shapes/index.ts";
import { keptChoice } from "../../../state/evaluate-view.ts";
import type { RecordsView } from "../../../state/records-view.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { EditableText } from "../../../ui/EditableText.tsx";
import { countText } from "../../../ui/numbers.ts";
import { recordsView, sets } from "../session.ts";
import { DeriveMenu } from "../sets/DeriveMenu.tsx";
import { StatisticsPanel } from "../statistics/StatisticsPanel.tsx";
import { ColumnList } from "./ColumnList.tsx";
import { ExportMenu } from "./ExportMenu.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { RecordPanel } from "./RecordPanel.tsx";
import classes from "./Records.module.css";
import { RecordTable } from "./RecordTable.tsx";
import { RefusedLines } from "./RefusedLines.tsx";
import { TokensOf } from "./TokensOf.tsx";
import { contradictionText, originText } from "./texts.ts";
import { useFound } from "./use-found.ts";

/** A data set: its records, what its import refused, and the actions on it. */
export function DataSetPanel({ set }: { set: DataSetRecord }) {
  const tab = useStore(recordsView, (view) => view.tab);
  const { refused } = set.report;
  return (
    <section aria-label={set.name} className={classes.panel}>
      <div className={classes.head}>
        <div className={classes.name}>
          <EditableText
            value={set.name}
            label="Name"
            placeholder="Name"
            required
            onSave={(name) => void sets.rename(set.id, name)}
          />
        </div>
        <Button variant="default" renderRoot={(props) => <Link to="/train" search={{ data: set.id }} {...props} />}>
          Train on it
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/evaluate" search={{ data: keptChoice(set.id) }} {...props} />}
        >
          Evaluate on it
        </Button>
        <DeriveMenu set={set} />
        <ExportMenu set={set} />
      </div>
      <Account set={set} />
      <div className={classes.filters}>
        <SegmentedControl
          aria-label="What to look at"
          value={tab}
          onChange={(next) => recordsView.setState({ tab: next as RecordsView["tab"] })}
          data={[
            { value: "records", label: "Records" },
            { value: "statistics", label: "Statistics" },
            ...(refused > 0 ? [{ value: "refused", label: `Refused: ${countText(refused)}` }] : []),
          ]}
        />
        {tab !== "refused" && <TokensOf />}
      </div>
      {tab === "records" && <Records set={set} />}
      {tab === "statistics" && <StatisticsPanel set={set} />}
      {tab === "refused" && <RefusedLines set={set} />}
    </section>
  );
}

function Records({ set }: { set: DataSetRecord }) {
  const words = useStore(recordsView, (view) => view.words);
  const kind = useStore(recordsView, (view) => view.kind);
  const { found, progress } = useFound(set, { words, kind });
  return (
    <>
      <FilterBar set={set} found={found.count} progress={progress} />
      <div className={classes.records}>
        <RecordTable set={set} found={found} />
        <RecordPanel set={set} found={found} />
      </div>
    </>
  );
}

/** What became of every record of the source, and the data set's hash. */
function Account({ set: { report, origin, hash, records } }: { set: DataSetRecord }) {
  const {
    unit,
    shapes,
    read,
    used,
    refused,
    undecided,
    pairs,
    unpaired,
    columns,
    remarks,
    contradictory = [],
  } = report;
  const names = Object.keys(shapes).map((id) => shapeById(id as ShapeId).name);
  const counts = [
    ...(origin.kind === "derived" || origin.kind === "world"
      ? [`${countText(used)} records`]
      : [`${countText(read)} ${unit}s read`, `${countText(used)} used`]),
    ...(refused > 0 ? [`${countText(refused)} refused`] : []),
    ...Object.entries(undecided).map(([why, count]) => `${countText(count)} prefer nothing: ${why}`),
    ...(contradictory.length > 0 ? [contradictionText(unit, contradictory)] : []),
    `${countText(pairs)} preference pairs`,
    ...(unpaired.allRight > 0 ? [`${unpaired.allRight} without a wrong response`] : []),
    ...(unpaired.noneRight > 0 ? [`${unpaired.noneRight} without a right response`] : []),
  ];
  return (
    <>
      <p className={classes.account} data-testid="account">
        {names.join("; ")} · {originText(origin)} · {counts.join(", ")}
        {records !== used && ` · ${countText(records)} records now`} ·{" "}
        <span title={`SHA-256 ${hash}`}>SHA-256 {hash.slice(0, 8)}…</span>
      </p>
      <ColumnList columns={columns} remarks={remarks} unit={unit} />
    </>
  );
}
