import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, variantConfig } from "./train-settings.ts";
import { VARIANT_IDS } from "./train-variants.ts";

test("no two variants are the same run", () => {
  const configs = VARIANT_IDS.map((id) => JSON.stringify(variantConfig(id, DEFAULT_SETTINGS.config)));
  expect(new Set(configs).size).toBe(VARIANT_IDS.length);
});
