import { Select } from "@mantine/core";
import { useStore } from "zustand";
import { dataIdsOf } from "../../../state/embedded-pairs.ts";
import { PRESETS, type Preset, presetOf } from "../../../state/train-presets.ts";
import classes from "../../../ui/settings/Settings.module.css";
import { openData } from "../open-data.ts";
import { train } from "../session.ts";

const groups: readonly Preset["group"][] = ["To watch", "As others train"];
const choices = groups.map((group) => ({
  group,
  items: PRESETS.filter((preset) => preset.group === group).map(({ id, name }) => ({ value: id, label: name })),
}));

/** Chooses settings that are known to work, with the reason for each. The chosen methods stay. */
export function PresetPicker() {
  const { settings, source, device } = useStore(train.store);
  const present = presetOf(settings, dataIdsOf(source).data);
  return (
    <section aria-labelledby="presets" className={classes.section}>
      <h2 id="presets">Preset</h2>
      <Select
        size="xs"
        aria-labelledby="presets"
        placeholder="Settings of your own"
        data={choices}
        value={present?.id ?? null}
        allowDeselect={false}
        onChange={(id) => {
          const preset = PRESETS.find((candidate) => candidate.id === id);
          if (!preset) return;
          train.change(preset.settings);
          if (preset.data !== null && preset.data !== dataIdsOf(source).data) void openData(preset.data, null, device);
        }}
      />
      <p className={classes.explanation}>{present?.reason ?? "A preset replaces them; the methods stay."}</p>
    </section>
  );
}
