import { SegmentedControl } from "@mantine/core";
import { useStore } from "zustand";
import { POLICY_TUNINGS, type PolicyTuning } from "../../../engine/training/dpo-config.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { alignLimits, chosenRewards, DEFAULT_ALIGN_SETTINGS } from "../../../state/align-settings.ts";
import { ParameterSlider } from "../../../ui/ParameterSlider.tsx";
import { SeedInput } from "../../../ui/settings/SeedInput.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import { SettingsPanel } from "../../../ui/settings/SettingsPanel.tsx";
import { translatedField } from "../../../ui/settings/translated-field.ts";
import { align } from "../session.ts";
import type { Offer } from "../use-offer.ts";
import { ALIGN_PAIR_FIELDS, type AlignField, MORE_FIELDS, TRAINING_FIELDS } from "./fields.ts";
import { PolicyPicker } from "./PolicyPicker.tsx";
import { PromptPicker } from "./PromptPicker.tsx";
import { RewardPicker } from "./RewardPicker.tsx";

const tuningNames: Record<PolicyTuning, string> = { full: msg("all weights"), lora: "LoRA" };

/**
 * The settings of an alignment: the policy, the reward models and the training. Changes made during an alignment hold
 * for the next one.
 */
export function Setup({ offer }: { offer: Offer }) {
  const underWay = useStore(align.store, ({ phase }) => phase !== "idle" && phase !== "ended");
  const settings = useStore(align.settings);
  const { prompts, samples, beta, tuning, seed } = settings;
  const names = offer ? chosenRewards(settings, offer).map(({ name }) => translated(name)) : [];
  return (
    <SettingsPanel
      summary={t("{names} · {prompts} prompts · N {samples} · β {beta}", {
        names: listed(names),
        prompts,
        samples,
        beta,
      })}
      note={underWay ? t("What you change now holds for the next alignment.") : null}
    >
      <PolicyPicker offer={offer} />
      <RewardPicker offer={offer} />
      <section aria-labelledby="align-pairs" className={classes.section}>
        <h2 id="align-pairs">{t("Pairs")}</h2>
        <PromptPicker />
        <Fields fields={ALIGN_PAIR_FIELDS} />
      </section>
      <section aria-labelledby="align-training" className={classes.section}>
        <h2 id="align-training">{t("Training")}</h2>
        <Fields fields={TRAINING_FIELDS} />
        <SeedInput
          explanation={t("Decides prompts, samples and order: the same for every policy beside it.")}
          value={seed}
          onChange={(value) => align.change({ seed: value })}
        />
        <details className={classes.advanced}>
          <summary>{t("Advanced")}</summary>
          <div className={classes.group}>
            <div className={classes.choice}>
              <SegmentedControl
                fullWidth
                aria-label={t("Which weights are trained")}
                value={tuning}
                onChange={(value) => align.change({ tuning: value as PolicyTuning })}
                data={POLICY_TUNINGS.map((value) => ({ value, label: translated(tuningNames[value]) }))}
              />
            </div>
            <Fields fields={MORE_FIELDS} />
          </div>
        </details>
      </section>
    </SettingsPanel>
  );
}

function Fields({ fields }: { fields: readonly AlignField[] }) {
  const settings = useStore(align.settings);
  return fields
    .filter(({ matters }) => matters?.(settings) ?? true)
    .map(({ key, matters: _, group: __, ...spec }) => (
      <ParameterSlider
        key={key}
        {...translatedField(spec)}
        min={alignLimits[key][0]}
        max={alignLimits[key][1]}
        value={settings[key]}
        defaultValue={DEFAULT_ALIGN_SETTINGS[key]}
        onChange={(value) => align.change({ [key]: value })}
      />
    ));
}
