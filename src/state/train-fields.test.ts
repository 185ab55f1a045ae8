import { expect, test } from "vitest";
import { ALL_FIELDS, defaultOf } from "./train-fields.ts";
import { PRESETS } from "./train-presets.ts";

test("every slider holds its default and every preset's value", () => {
  for (const { key, min, max } of ALL_FIELDS) {
    for (const value of [defaultOf(key), ...PRESETS.map(({ settings }) => settings.config[key])]) {
      expect(value, key).toBeGreaterThanOrEqual(min);
      expect(value, key).toBeLessThanOrEqual(max);
    }
  }
});

test("a slider in factors starts above 0, and every field says what it does", () => {
  for (const { key, scale, min, explanation } of ALL_FIELDS) {
    if (scale === "log") expect(min, key).toBeGreaterThan(0);
    expect(explanation.length, key).toBeGreaterThan(10);
  }
  expect(new Set(ALL_FIELDS.map(({ key }) => key)).size).toBe(ALL_FIELDS.length);
});
