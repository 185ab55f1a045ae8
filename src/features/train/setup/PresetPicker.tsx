import { Select } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { dataIdsOf } from "../../../state/embedded-pairs.ts";
import { PRESETS, type Preset, presetOf } from "../../../state/train-presets.ts";
import { ExplainedLabel } from "../../../ui/ExplainedLabel.tsx";
import { openTrainingData } from "../open-data.ts";
import { train } from "../session.ts";

const groups: readonly Preset["group"][] = [msg("To watch"), msg("As others train")];

/** The presets by group, in the language in use. */
function choices() {
  return groups.map((group) => ({
    group: translated(group),
    items: PRESETS.filter((preset) => preset.group === group).map(({ id, name }) => ({
      value: id,
      label: translated(name),
    })),
  }));
}

/** Chooses settings that are known to work, with the reason for each. The chosen methods stay. */
export function PresetPicker() {
  const { settings, source, device } = useStore(train.store);
  const present = presetOf(settings, dataIdsOf(source).data);
  return (
    <section aria-label={t("Preset")}>
      <ExplainedLabel label={t("Preset")}>
        {present ? translated(present.reason) : t("A preset replaces them; the methods stay.")}
      </ExplainedLabel>
      <Select
        size="xs"
        aria-label={t("Preset")}
        placeholder={t("Settings of your own")}
        data={choices()}
        value={present?.id ?? null}
        allowDeselect={false}
        onChange={(id) => {
          const preset = PRESETS.find((candidate) => candidate.id === id);
          if (!preset) return;
          train.change(preset.settings);
          if (preset.data !== null && preset.data !== dataIdsOf(source).data)
            void openTrainingData(preset.data, null, device);
        }}
      />
    </section>
  );
}
