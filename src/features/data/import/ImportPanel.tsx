import { Button, Checkbox, CloseButton, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useStore } from "zustand";
import type { ImportPlan } from "../../../engine/data/import.ts";
import type { Inspection } from "../../../engine/data/inspect.ts";
import { MAX_RECORD_BYTES } from "../../../engine/data/reading/pending.ts";
import { SHAPES, type ShapeId, shapeById } from "../../../engine/data/shapes/index.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { bytesText } from "../../../storage/bytes.ts";
import { askToPersist } from "../../../storage/disk-space.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { countText, durationText } from "../../../ui/numbers.ts";
import { MOST_RECORDS, originName } from "../../../worker/data-records.ts";
import { ColumnList } from "../records/ColumnList.tsx";
import { RefusalTable } from "../records/RefusalTable.tsx";
import { contradictionText, recordLine, unitsText } from "../records/texts.ts";
import { dataImport, recordsView, sets } from "../session.ts";
import { FieldMapper } from "./FieldMapper.tsx";
import classes from "./Import.module.css";

/** The choice for records of an unknown shape. */
const MAPPED = "mapped";

/** The chosen source, the shape it is read as, and the room it will take; nothing is kept before Import is pressed. */
export function ImportPanel() {
  const { input, inspection, error, status } = useStore(dataImport.store);
  if (!input) return null;
  const busy = status === "importing" || status === "stopping";
  return (
    <section aria-label={t("To be imported")} className={classes.panel}>
      <p className={classes.head}>
        <b>{originName(input.origin)}</b> {bytesText(input.parts.reduce((sum, { size }) => sum + size, 0))}
        {status === "looking" && t(" · being looked at…")}
        <CloseButton size="xs" aria-label={t("Do not import it")} disabled={busy} onClick={() => dataImport.leave()} />
      </p>
      {error && <ErrorPanel report={error} />}
      {(inspection || error) && <Plan inspection={inspection} busy={busy} />}
      {inspection && <FieldMapper fields={inspection.fields} busy={busy} />}
      {inspection && <Findings inspection={inspection} />}
      {busy && <ImportProgressBar />}
    </section>
  );
}

function Plan({ inspection, busy }: { inspection: Inspection | null; busy: boolean }) {
  const { plan, name, status } = useStore(dataImport.store);
  const isPrm800k = plan.shape === "prm800k" || inspection?.report.shapes.prm800k;
  return (
    <form
      className={classes.plan}
      onSubmit={async (event) => {
        event.preventDefault();
        void askToPersist();
        const kept = await dataImport.start();
        if (kept) recordsView.setState({ data: kept.id, tab: "records", words: "", kind: null, record: 0 });
      }}
    >
      <TextInput
        label={t("Name")}
        disabled={busy}
        value={name}
        onChange={(event) => dataImport.store.setState({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={t("Shape of the records")}
        disabled={busy}
        value={plan.map ? MAPPED : (plan.shape ?? "")}
        onChange={({ currentTarget: { value } }) =>
          void dataImport.change(
            value === MAPPED ? { shape: null, map: {} } : { shape: (value as ShapeId) || null, map: null },
          )
        }
        data={[
          {
            value: "",
            label: inspection ? t("Detected: {shapes}", { shapes: detected(inspection, plan) }) : t("Detect it"),
          },
          { value: MAPPED, label: t("Another one: say where its fields are") },
          ...SHAPES.map(({ id, name }) => ({ value: id, label: translated(name) })),
        ]}
      />
      <NumberInput
        label={t("Records to read")}
        title={t("The first so many of the file")}
        placeholder={t("all")}
        disabled={busy}
        hideControls
        min={1}
        max={MOST_RECORDS}
        allowDecimal={false}
        thousandSeparator=","
        className={classes.count}
        value={plan.first ?? ""}
        onChange={(first) =>
          dataImport.store.setState({ plan: { ...plan, first: typeof first === "number" ? first : null } })
        }
      />
      {isPrm800k && (
        <Checkbox
          label={t("Steps rated 0 count as wrong")}
          disabled={busy}
          checked={plan.neutralIsWrong}
          onChange={(event) => void dataImport.change({ neutralIsWrong: event.currentTarget.checked })}
        />
      )}
      {busy ? (
        <Button variant="default" disabled={status === "stopping"} onClick={() => dataImport.cancel()}>
          {status === "stopping" ? t("Stopping…") : t("Cancel")}
        </Button>
      ) : (
        <Button type="submit" disabled={status !== "ready" || !inspection || inspection.report.used === 0}>
          {t("Import")}
        </Button>
      )}
    </form>
  );
}

function Findings({ inspection: { report, whole, estimate, sample } }: { inspection: Inspection }) {
  const room = useStore(sets.store, (state) => state.room);
  const free =
    room?.quota != null && room.usage != null ? t("; {quota} free", { quota: bytesText(room.quota - room.usage) }) : "";
  const { unit, read, used, refused, undecided, columns, remarks, refusals, contradictory = [] } = report;
  const unused = [
    ...Object.entries(undecided).map(([why, count]) =>
      t("{count} prefer nothing: {why}", { count, why: translated(why) }),
    ),
    ...(contradictory.length > 0 ? [contradictionText(unit, contradictory)] : []),
  ];
  return (
    <>
      <p className={classes.facts} data-testid="findings">
        {whole ? unitsText(read, unit) : t("Of the first {units}", { units: unitsText(read, unit) })}:{" "}
        {listed([t("{used} can be used", { used }), t("{refused} cannot", { refused }), ...unused])}.{" "}
        {t("To be kept: {about}{records} records, {bytes}{free}.", {
          about: whole ? "" : t("about "),
          records: countText(estimate.records),
          bytes: bytesText(estimate.bytes),
          free,
        })}
      </p>
      <p className={classes.limits}>
        {t(
          "A data set holds {MOST_RECORDS} records at most, a record {MAX_RECORD_BYTES}. What is beyond is not read. The file is read as it comes, and never held as a whole.",
          { MOST_RECORDS: countText(MOST_RECORDS), MAX_RECORD_BYTES: bytesText(MAX_RECORD_BYTES) },
        )}
      </p>
      {sample.length > 0 && (
        <ul className={classes.sample} aria-label={t("The first records")}>
          {sample.map(({ shape, record }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name, and never move
            <li key={i}>
              <span>{translated(shapeById(shape).name)}</span> {recordLine(record)}
            </li>
          ))}
        </ul>
      )}
      <ColumnList columns={columns} remarks={remarks} unit={unit} />
      <RefusalTable refusals={refusals} refused={refused} unit={unit} />
    </>
  );
}

function ImportProgressBar() {
  const progress = useStore(dataImport.store, (state) => state.progress);
  if (!progress) return <p className={classes.progress}>{t("begins…")}</p>;
  const { bytes, size, read, secondsLeft } = progress;
  return (
    <p className={classes.progress}>
      <progress max={size} value={bytes} aria-label={t("Import: progress")} />{" "}
      {t("{read} read", { read: countText(read) })}
      {secondsLeft !== null && ` · ${t("{duration} left", { duration: durationText(secondsLeft) })}`}
    </p>
  );
}

function detected({ report: { shapes } }: Inspection, { shape, map }: ImportPlan): string {
  const names = Object.keys(shapes).map((id) => translated(shapeById(id as ShapeId).name));
  if (shape || map) return t("by the keys of each record");
  return names.length > 0 ? listed(names, ";") : t("no known shape");
}
