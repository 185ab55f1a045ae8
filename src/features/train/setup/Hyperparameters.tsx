import { SegmentedControl, TextInput } from "@mantine/core";
import { useStore } from "zustand";
import { METHODS, TUNINGS, type Tuning } from "../../../engine/training/methods.ts";
import { holds } from "../../../engine/training/settings.ts";
import { AFTER_ERROR, type AfterError } from "../../../engine/training/step-labels.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { ADVANCED_GROUPS, defaultOf, MAIN_FIELDS, type TrainField } from "../../../state/train-fields.ts";
import type { SharedConfig } from "../../../state/train-settings.ts";
import { supervisionOfVariants } from "../../../state/train-variants.ts";
import { ExplainedLabel } from "../../../ui/ExplainedLabel.tsx";
import { GeneratorPicker } from "../../../ui/material/GeneratorPicker.tsx";
import { ParameterSlider } from "../../../ui/ParameterSlider.tsx";
import { SeedInput } from "../../../ui/settings/SeedInput.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import { translatedField } from "../../../ui/settings/translated-field.ts";
import { train } from "../session.ts";

const afterErrorNames: Record<AfterError, string> = { wrong: msg("wrong too"), omitted: msg("left out") };
const tuningNames: Record<Tuning, string> = {
  full: msg("all weights"),
  lora: "LoRA",
  top: msg("upper layers"),
  head: msg("heads"),
};

/** All numeric settings of a run. */
export function Hyperparameters() {
  const config = useStore(train.store, ({ settings }) => settings.config);
  const learnsFromSteps = useStore(train.store, ({ settings }) => supervisionOfVariants(settings.variants) === "steps");
  const recordEvery = useStore(train.store, ({ settings }) => settings.recordEvery);
  return (
    <section aria-labelledby="hyperparameters" className={classes.section}>
      <h2 id="hyperparameters">{t("Hyperparameters")}</h2>
      <Fields fields={MAIN_FIELDS} config={config} />
      {learnsFromSteps && <AfterErrorChoice config={config} />}
      <SeedInput
        explanation={t("Decides the value head and the order of the pairs: the same for every run beside it.")}
        value={config.seed}
        onChange={(seed) => setConfig({ seed })}
      />
      <details className={classes.advanced}>
        <summary>{t("Advanced")}</summary>
        {ADVANCED_GROUPS.map(({ title, fields }) => (
          <section key={title} className={classes.group} aria-label={translated(title)}>
            <h3>{translated(title)}</h3>
            {title === msg("What is trained") && <TuningChoice config={config} />}
            {title === msg("Generation probabilities") && <Generator />}
            <Fields fields={fields} config={config} />
            {title === msg("Measuring") && (
              <ParameterSlider
                label={t("Record every")}
                unit={t("steps")}
                explanation={t("Steps between two recordings of the pinned pairs: what the scrubber can show.")}
                value={recordEvery}
                defaultValue={2}
                min={1}
                max={50}
                step={1}
                onChange={(next) => train.change({ recordEvery: next })}
              />
            )}
          </section>
        ))}
      </details>
    </section>
  );
}

function Fields({ fields, config }: { fields: readonly TrainField[]; config: SharedConfig }) {
  return (
    fields
      // Runs of several methods share the form: a field is shown if it matters to any of them.
      .filter(({ when }) => holds(when && { ...when, methods: METHODS }, { ...config, method: METHODS[0] }))
      .map(({ key, when: _, group: __, ...spec }) => (
        <ParameterSlider
          key={key}
          {...translatedField(spec)}
          value={config[key]}
          defaultValue={defaultOf(key)}
          onChange={(value) => setConfig({ [key]: value })}
        />
      ))
  );
}

function AfterErrorChoice({ config: { afterError } }: { config: SharedConfig }) {
  return (
    <div className={classes.choice}>
      <ExplainedLabel label={t("Steps after the first error")}>
        {t("What process supervision makes of the steps after the first wrong one.")}
      </ExplainedLabel>
      <SegmentedControl
        fullWidth
        aria-label={t("Steps after the first error")}
        value={afterError}
        onChange={(value) => setConfig({ afterError: value as AfterError })}
        data={AFTER_ERROR.map((value) => ({ value, label: translated(afterErrorNames[value]) }))}
      />
    </div>
  );
}

function TuningChoice({ config: { tuning, loraTargets } }: { config: SharedConfig }) {
  return (
    <div className={classes.choice}>
      <ExplainedLabel label={t("Which weights are trained")}>
        {t("All weights; low-rank adapters and the heads; upper layers and the heads; or the heads alone.")}
      </ExplainedLabel>
      <SegmentedControl
        fullWidth
        aria-label={t("Which weights are trained")}
        value={tuning}
        onChange={(value) => setConfig({ tuning: value as Tuning })}
        data={TUNINGS.map((value) => ({ value, label: translated(tuningNames[value]) }))}
      />
      {tuning === "lora" && (
        <>
          <ExplainedLabel label={t("LoRA layers")} htmlFor="lora-layers">
            {t("Names such as q_proj, v_proj; empty adapts all linear layers.")}
          </ExplainedLabel>
          <TextInput
            id="lora-layers"
            value={loraTargets.join(", ")}
            onChange={({ currentTarget }) => setConfig({ loraTargets: layersOf(currentTarget.value) })}
          />
        </>
      )}
    </div>
  );
}

function layersOf(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trimStart())
    .filter((name, i, all) => name !== "" || i === all.length - 1)
    .filter((name, i) => name !== "" || i > 0);
}

/** Chooses whose generation probabilities weigh the edges. */
function Generator() {
  const generator = useStore(train.store, ({ settings }) => settings.generator);
  const opened = useStore(train.store, (state) => state.opened);
  const phase = useStore(train.store, (state) => state.phase);
  return (
    <GeneratorPicker
      generator={generator}
      opened={opened}
      busy={phase !== "idle" && phase !== "ended"}
      onChange={(chosen) => train.change({ generator: chosen })}
    />
  );
}

/** Changes fields that all runs share. */
function setConfig(change: Partial<SharedConfig>): void {
  train.change({ config: { ...train.store.getState().settings.config, ...change } });
}
