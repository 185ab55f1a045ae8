import { expect, test } from "vitest";
import { checkRewardModelConfig } from "../engine/training/check-config.ts";
import { PRESETS, presetOf } from "./train-presets.ts";
import { DEFAULT_SETTINGS, variantConfig } from "./train-settings.ts";
import { VARIANT_IDS } from "./train-variants.ts";

test("every variant of every preset is a config the engine takes", () => {
  for (const { settings } of PRESETS) {
    for (const id of VARIANT_IDS) {
      const config = variantConfig(id, settings.config);
      expect(checkRewardModelConfig(config, id)).toEqual(config);
    }
  }
});

test("a preset is known by its settings, whatever the methods", () => {
  for (const preset of PRESETS) {
    expect(
      presetOf({ ...preset.settings, variants: ["outcome"], base: "model:3", generator: "bt" }, preset.data)?.id,
    ).toBe(preset.id);
  }
  expect(presetOf({ ...DEFAULT_SETTINGS, pairs: 17 }, null)).toBeNull();
});

test("a preset about pairs is present only with these", () => {
  for (const { settings, data } of PRESETS) {
    if (data) expect(presetOf({ ...DEFAULT_SETTINGS, ...settings }, null)).toBeNull();
  }
  expect(PRESETS.some(({ data }) => data)).toBe(true);
});
