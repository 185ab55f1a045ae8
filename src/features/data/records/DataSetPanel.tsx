import { Button, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Refusal } from "../../../engine/data/import-report.ts";
import { type ShapeId, shapeById } from "../../../engine/data/shapes/index.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { EmbeddedDataSet } from "../../../state/embedded-data-sets.ts";
import { keptChoice } from "../../../state/evaluate-view.ts";
import type { RecordsView } from "../../../state/records-view.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { EditableText } from "../../../ui/EditableText.tsx";
import { countText } from "../../../ui/numbers.ts";
import { recordsView, sets } from "../session.ts";
import { DeriveMenu } from "../sets/DeriveMenu.tsx";
import { StatisticsPanel } from "../statistics/StatisticsPanel.tsx";
import { ColumnList } from "./ColumnList.tsx";
import { DataSetExport } from "./DataSetExport.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { RecordPanel } from "./RecordPanel.tsx";
import classes from "./Records.module.css";
import { RecordTable } from "./RecordTable.tsx";
import { RefusalTable } from "./RefusalTable.tsx";
import { TokensOf } from "./TokensOf.tsx";
import { contradictionText, dataOriginText, unitsText } from "./texts.ts";
import { useFound } from "./use-found.ts";

interface DataSetPanelProps {
  set: DataSetRecord;
  /** What the data set is, if it comes with the playground: then it is read, and not changed. */
  embedded: EmbeddedDataSet | null;
}

/** A data set: its records, what its import refused, and the actions on it. */
export function DataSetPanel({ set, embedded }: DataSetPanelProps) {
  const tab = useStore(recordsView, (view) => view.tab);
  const tokens = useStore(recordsView, (view) => view.tokens);
  const { refused } = set.report;
  const [train, evaluate] = embedded
    ? [embedded.train, embedded.evaluate]
    : [{ data: set.id }, { data: keptChoice(set.id) }];
  return (
    <section aria-label={embedded ? translated(embedded.name) : set.name} className={classes.panel}>
      <div className={classes.head}>
        <div className={classes.name}>
          {embedded ? (
            <h2>{translated(embedded.name)}</h2>
          ) : (
            <EditableText
              value={set.name}
              label={t("Name")}
              placeholder={t("Name")}
              required
              onSave={(name) => void sets.rename(set.id, name)}
            />
          )}
        </div>
        {train && (
          <Button variant="default" renderRoot={(props) => <Link to="/train" search={train} {...props} />}>
            {t("Train on it")}
          </Button>
        )}
        {evaluate && (
          <Button variant="default" renderRoot={(props) => <Link to="/evaluate" search={evaluate} {...props} />}>
            {t("Evaluate on it")}
          </Button>
        )}
        <DeriveMenu set={set} />
        <DataSetExport set={set} />
      </div>
      {embedded && (
        <p className={classes.lead}>
          {t(
            "{about} Look where the wrong answer leaves the right one, and under “As the model reads it” which token alone is scored under BT.",
            { about: translated(embedded.about) },
          )}
        </p>
      )}
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
        {tab !== "refused" && (
          <TokensOf chosen={tokens} onChoose={(model) => recordsView.setState({ tokens: model })} />
        )}
      </div>
      {tab === "records" && <Records set={set} fixed={embedded !== null} />}
      {tab === "statistics" && <StatisticsPanel set={set} />}
      {tab === "refused" && <RefusedLines set={set} />}
    </section>
  );
}

function Records({ set, fixed }: { set: DataSetRecord; fixed: boolean }) {
  const words = useStore(recordsView, (view) => view.words);
  const kind = useStore(recordsView, (view) => view.kind);
  const record = useStore(recordsView, (view) => view.record);
  const { found, progress } = useFound(set, { words, kind });
  const choose = (position: number) => recordsView.setState({ record: position });
  return (
    <>
      <FilterBar {...{ set, progress }} found={found.count} filter={{ words, kind }} onFilter={recordsView.setState} />
      <div className={classes.records}>
        <RecordTable {...{ set, found }} chosen={record} onChoose={choose} />
        <RecordPanel set={set} found={found} fixed={fixed} />
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
        {translated(names.join("; "))} · {dataOriginText(origin)} · {listed(counts)}
        {records !== used && t(" · {records} records now", { records: countText(records) })} ·{" "}
        <span title={t("SHA-256 {hash}", { hash })}>{t("SHA-256 {start}…", { start: hash.slice(0, 8) })}</span>
      </p>
      <ColumnList columns={columns} remarks={remarks} unit={unit} />
    </>
  );
}

/** The records that the import of a data set refused. */
function RefusedLines({ set: { id, report } }: { set: DataSetRecord }) {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  useEffect(() => {
    void sets.attempt(async () => setRefusals(await dataSets.refusals(id)));
  }, [id]);
  return <RefusalTable refusals={refusals} refused={report.refused} unit={report.unit} />;
}
