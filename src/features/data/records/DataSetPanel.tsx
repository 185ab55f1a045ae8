import { Button, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { type ShapeId, shapeById } from "../../../engine/data/shapes/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
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
import { contradictionText, originText, unitsText } from "./texts.ts";
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
            label={t("Name")}
            placeholder={t("Name")}
            required
            onSave={(name) => void sets.rename(set.id, name)}
          />
        </div>
        <Button variant="default" renderRoot={(props) => <Link to="/train" search={{ data: set.id }} {...props} />}>
          {t("Train on it")}
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/evaluate" search={{ data: keptChoice(set.id) }} {...props} />}
        >
          {t("Evaluate on it")}
        </Button>
        <DeriveMenu set={set} />
        <ExportMenu set={set} />
      </div>
      <Account set={set} />
      <div className={classes.filters}>
        <SegmentedControl
          aria-label={t("What to look at")}
          value={tab}
          onChange={(next) => recordsView.setState({ tab: next as RecordsView["tab"] })}
          data={[
            { value: "records", label: t("Records") },
            { value: "statistics", label: t("Statistics") },
            ...(refused > 0
              ? [{ value: "refused", label: t("Refused: {refused}", { refused: countText(refused) }) }]
              : []),
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
      ? [t("{used} records", { used: countText(used) })]
      : [t("{units} read", { units: unitsText(read, unit) }), t("{used} used", { used: countText(used) })]),
    ...(refused > 0 ? [t("{refused} refused", { refused: countText(refused) })] : []),
    ...Object.entries(undecided).map(([why, count]) =>
      t("{count} prefer nothing: {why}", { count: countText(count), why: translated(why) }),
    ),
    ...(contradictory.length > 0 ? [contradictionText(unit, contradictory)] : []),
    t("{pairs} preference pairs", { pairs: countText(pairs) }),
    ...(unpaired.allRight > 0 ? [t("{allRight} without a wrong response", { allRight: unpaired.allRight })] : []),
    ...(unpaired.noneRight > 0 ? [t("{noneRight} without a right response", { noneRight: unpaired.noneRight })] : []),
  ];
  return (
    <>
      <p className={classes.account} data-testid="account">
        {translated(names.join("; "))} · {originText(origin)} · {counts.join(", ")}
        {records !== used && t(" · {records} records now", { records: countText(records) })} ·{" "}
        <span title={t("SHA-256 {hash}", { hash })}>{t("SHA-256 {start}…", { start: hash.slice(0, 8) })}</span>
      </p>
      <ColumnList columns={columns} remarks={remarks} unit={unit} />
    </>
  );
}
