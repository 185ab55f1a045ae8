import { Button, FileButton } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { DEFAULT_SETTINGS } from "../../../state/train-settings.ts";
import { DATA_FILES } from "../../../ui/data-files.ts";
import { LeftOutRecords } from "../../../ui/LeftOutRecords.tsx";
import { BasePicker } from "../../../ui/material/BasePicker.tsx";
import { PairsPicker } from "../../../ui/material/PairsPicker.tsx";
import { ParameterSlider } from "../../../ui/ParameterSlider.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import { openTrainingData } from "../open-data.ts";
import { train } from "../session.ts";

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
      <PairsPicker
        source={source}
        busy={busy}
        onChange={(data, heldOutData) => void openTrainingData(data, heldOutData, device)}
      />
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
      <BasePicker base={settings.base} busy={busy} onChange={(base) => train.change({ base })} />
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
