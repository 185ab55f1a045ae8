import { useStore } from "zustand";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { TrainSettings } from "../../../state/train-settings.ts";
import { variantOf } from "../../../state/train-variants.ts";
import { SettingsPanel } from "../../../ui/settings/SettingsPanel.tsx";
import { train } from "../session.ts";
import { DataPicker } from "./DataPicker.tsx";
import { Hyperparameters } from "./Hyperparameters.tsx";
import { MethodPicker } from "./MethodPicker.tsx";
import { PresetPicker } from "./PresetPicker.tsx";

/** The settings of a training. Changes made during a training hold for the next one. */
export function Setup() {
  const underWay = useStore(train.store, ({ phase }) => phase !== "idle" && phase !== "ended");
  const chosen = useStore(train.store, ({ settings }) => settings.variants);
  const summary = useStore(train.store, ({ settings }) => summaryOf(settings));
  return (
    <SettingsPanel summary={summary} note={underWay ? t("What you change now holds for the next training.") : null}>
      <MethodPicker chosen={chosen} onChange={(variants) => train.change({ variants })} />
      <PresetPicker />
      <Hyperparameters />
      <DataPicker />
    </SettingsPanel>
  );
}

function summaryOf({ variants, pairs, config }: TrainSettings): string {
  const runs = listed(variants.map((id) => translated(variantOf(id).name)));
  return t("{runs} · {steps} steps · learning rate {learningRate} · {pairs} pairs", {
    runs,
    steps: config.steps,
    learningRate: config.learningRate,
    pairs,
  });
}
