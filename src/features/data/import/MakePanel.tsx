import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import {
  decodePairSettings,
  encodePairSettings,
  OF_THE_CLASS,
  PAIR_DEFAULTS,
  PAIR_FIELDS,
  type PairField,
  type PairSettings,
  pairSettingsText,
} from "../../../engine/data/world-pairs/settings.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { askToPersist } from "../../../storage/disk-space.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { pairMaking, recordsView } from "../session.ts";
import classes from "./Import.module.css";

/** Makes pairs of the embedded world with settings that the address carries and the data set records. */
export function MakePanel() {
  const settings = decodePairSettings(useStore(recordsView, ({ make }) => make));
  const { status, progress, error } = useStore(pairMaking.store);
  const [name, setName] = useState("");
  const busy = status !== "idle";
  const change = (changes: Partial<PairSettings>) => {
    // Another writer cannot follow the settings of the class, so they return to their defaults.
    const ofTheClass = Object.fromEntries(OF_THE_CLASS.map((field) => [field, PAIR_DEFAULTS[field]]));
    const next = { ...settings, ...changes, ...(changes.writer === "policy" && ofTheClass) };
    recordsView.setState({ make: encodePairSettings(next) });
  };
  const fields = PAIR_FIELDS.filter(
    (field) => settings.writer === "class" || !(OF_THE_CLASS as readonly string[]).includes(field.name),
  );
  return (
    <form
      aria-label={t("Make pairs of the embedded world")}
      className={classes.make}
      onSubmit={async (event) => {
        event.preventDefault();
        void askToPersist();
        const kept = await pairMaking.start(settings, name.trim() || pairSettingsText(settings));
        if (kept) {
          recordsView.setState({ data: kept.id, tab: "records", words: "", kind: null, record: 0, make: "" });
        }
      }}
    >
      <TextInput
        label={t("Name")}
        description={t("What the data set is called; unless given, how it was made.")}
        placeholder={translated(pairSettingsText(settings))}
        disabled={busy}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {fields.map((field) => (
        <Field key={field.name} field={field} settings={settings} disabled={busy} onChange={change} />
      ))}
      <div className={classes.plan}>
        {busy ? (
          <Button variant="default" disabled={status === "stopping"} onClick={() => pairMaking.cancel()}>
            {status === "stopping" ? t("Stopping…") : t("Cancel")}
          </Button>
        ) : (
          <Button type="submit">{t("Make pairs")}</Button>
        )}
        {progress && (
          <span className={classes.progress}>
            <progress max={progress.of} value={progress.done} aria-label={t("Pairs: progress")} />{" "}
            {t("{done} of {of}", { done: progress.done, of: progress.of })}
          </span>
        )}
      </div>
      {error && <ErrorPanel report={error} onDismiss={() => pairMaking.store.setState({ error: null })} />}
    </form>
  );
}

interface FieldProps {
  field: PairField;
  settings: PairSettings;
  disabled: boolean;
  onChange(changes: Partial<PairSettings>): void;
}

function Field({ field, settings, disabled, onChange }: FieldProps) {
  const { name, label, about } = field;
  const value = settings[name];
  if (field.kind === "choice") {
    return (
      <NativeSelect
        size="xs"
        label={translated(label)}
        description={translated(about)}
        disabled={disabled}
        value={String(value)}
        data={field.choices.map(({ value, label }) => ({ value, label: translated(label) }))}
        onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
      />
    );
  }
  return (
    <NumberInput
      size="xs"
      label={translated(label)}
      description={translated(about)}
      placeholder={translated(field.none ?? "")}
      disabled={disabled}
      hideControls
      min={field.min}
      max={field.max}
      allowDecimal={!field.whole}
      clampBehavior="strict"
      value={value ?? ""}
      onChange={(next) => {
        if (typeof next === "number") onChange({ [name]: next });
        else if (next === "" && field.none !== null) onChange({ [name]: null });
      }}
    />
  );
}
