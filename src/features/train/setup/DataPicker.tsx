import { Button, FileButton, NativeSelect } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { dataIdsOf, embeddedPairs, furtherPairs } from "../../../state/embedded-pairs.ts";
import { DEFAULT_SETTINGS } from "../../../state/train-settings.ts";
import { useDataSets } from "../../../state/use-data-sets.ts";
import { DATA_FILES } from "../../../ui/data-files.ts";
import { LeftOutRecords } from "../../../ui/LeftOutRecords.tsx";
import { ParameterSlider } from "../../../ui/ParameterSlider.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import { keptId } from "../../../worker/training-records.ts";
import { openData } from "../open-data.ts";
import { train } from "../session.ts";
import { BasePicker } from "./BasePicker.tsx";

const LEAST_PAIRS = 8;

/** Chooses the training pairs and their number. */
export function DataPicker() {
  const { source, opened, opening, phase, device, settings } = useStore(train.store);
  const busy = opening || !["idle", "ended"].includes(phase);
  const pairs = Math.max(LEAST_PAIRS, opened?.pairs ?? DEFAULT_SETTINGS.pairs);
  const heldOut = Math.max(1, opened?.heldOut.length ?? DEFAULT_SETTINGS.heldOut);
  const unit = opened?.unit ?? "pairs";
  return (
    <section aria-labelledby="data" className={classes.section}>
      <h2 id="data">{t("Data")}</h2>
      <p className={classes.data} data-testid="data-summary">
        <b>{translated(source.name)}</b>
        {opening && t(": being read…")}
        {opened &&
          !opening &&
          t(
            opened.unit === "responses"
              ? ": {count} responses with labelled steps to train on, {heldOut} held out. Base: {base}."
              : ": {count} to train on, {heldOut} held out. Base: {base}.",
            { count: opened.pairs, heldOut: opened.heldOut.length, base: opened.base },
          )}
      </p>
      <DataChoice busy={busy} />
      <div className={classes.files}>
        <FileButton
          accept={DATA_FILES}
          onChange={(file) => file && void train.open({ name: file.name, train: file, heldOut: null }, device)}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-xs"
              disabled={busy}
              leftSection={<IconFileImport size={13} aria-hidden />}
              title={t(
                "Preferences or labelled steps of any known shape: JSONL, JSON or Parquet; a tenth of the prompts is held out",
              )}
            >
              {t("Own file")}
            </Button>
          )}
        </FileButton>
      </div>
      {opened && !opening && <LeftOutRecords leftOut={opened.leftOut} />}
      <BasePicker busy={busy} />
      <ParameterSlider
        label={unit === "responses" ? t("Training responses") : t("Training pairs")}
        explanation={t("The first so many of the file.")}
        value={Math.min(settings.pairs, pairs)}
        defaultValue={Math.min(DEFAULT_SETTINGS.pairs, pairs)}
        min={LEAST_PAIRS}
        max={pairs}
        step={1}
        onChange={(next) => train.change({ pairs: next })}
      />
      <ParameterSlider
        label={unit === "responses" ? t("Held-out responses") : t("Held-out pairs")}
        explanation={t("What accuracy is measured on: never trained on. Without any, nothing is measured.")}
        value={Math.min(settings.heldOut, heldOut)}
        defaultValue={Math.min(DEFAULT_SETTINGS.heldOut, heldOut)}
        min={0}
        max={heldOut}
        step={1}
        describe={(value) => (value === 0 ? t("none") : null)}
        onChange={(next) => train.change({ heldOut: next })}
      />
    </section>
  );
}

/** The value of the choice for a file of the visitor's. */
const OWN_FILE = "file";

/** Chooses the training pairs and, for data sets of this browser, the held-out pairs. */
function DataChoice({ busy }: { busy: boolean }) {
  const { source, device } = useStore(train.store);
  const kept = (useDataSets() ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const embedded = [
    { value: "", label: translated(embeddedPairs.name) },
    ...Object.entries(furtherPairs).map(([value, { name }]) => ({ value, label: translated(name) })),
  ];
  const isFile = source.train instanceof Blob;
  const { data, heldOutData } = dataIdsOf(source);
  return (
    <>
      <NativeSelect
        label={t("Pairs")}
        size="xs"
        disabled={busy}
        value={isFile ? OWN_FILE : (data ?? "")}
        onChange={({ currentTarget: { value } }) => void openData(value || null, null, device)}
        data={[
          { group: t("Of the playground"), items: embedded },
          ...(kept.length > 0 ? [{ group: t("Data sets of this browser"), items: kept }] : []),
          ...(isFile
            ? [{ group: t("Own file"), items: [{ value: OWN_FILE, label: source.name, disabled: true }] }]
            : []),
        ]}
      />
      {keptId(source.train) !== null && (
        <NativeSelect
          label={t("Held out")}
          size="xs"
          disabled={busy}
          value={heldOutData ?? ""}
          onChange={({ currentTarget: { value } }) => void openData(data, value || null, device)}
          data={[{ value: "", label: t("a tenth of its prompts") }, ...kept.filter(({ value }) => value !== data)]}
        />
      )}
    </>
  );
}
