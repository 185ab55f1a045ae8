import { Command } from "commander";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { settingsTable } from "../../../scripts/settings-table.ts";
import { addSettings, givenSettings } from "../../cli/setting-options.ts";
import { isCounted } from "../sweep/variation.ts";
import { checkConfig } from "./check-config.ts";
import { DPO_SETTINGS } from "./dpo-config.ts";
import { REWARD_MODEL_SETTINGS, SETTING_GROUPS } from "./reward-model-settings.ts";
import { choiceFields, sliderFields } from "./setting-fields.ts";
import { nameInFiles, settingNamed, spellings, withFileNames, withSettingNames } from "./setting-names.ts";
import { settingWords } from "./setting-words.ts";
import { defaultsOf, numberSetting, type SettingsTable, shareBound } from "./settings.ts";

const option = (table: SettingsTable, ...args: string[]) => {
  const command = addSettings(new Command().exitOverride(), table);
  return givenSettings(table, command.parse(args, { from: "user" }).opts());
};

/** A value other than the default, and its text on the command line. */
function another(table: SettingsTable, name: string): { value: unknown; text: string } {
  const { kind, choices, default: usual, slider } = table[name] as SettingsTable[string];
  if (choices) {
    const value = choices.find((one) => one !== usual);
    return { value, text: String(value) };
  }
  if (kind === "names") return { value: ["q_proj", "v_proj"], text: "q_proj,v_proj" };
  const { max, step } = slider ?? { max: 9, step: 1 };
  const value = usual === max ? max - step : kind === "count" ? Number(usual) + 1 : Math.min(max, 0.375);
  return { value, text: String(value) };
}

describe.each([
  ["a reward model", REWARD_MODEL_SETTINGS],
  ["direct preference optimisation", DPO_SETTINGS],
] as [string, SettingsTable][])("the settings of %s", (_, table) => {
  const names = Object.keys(table);
  const defaults = defaultsOf(table) as Record<string, unknown>;

  test("are at defaults that can be trained with, and all of them are needed", () => {
    expect(checkConfig(table, defaults, "defaults")).toEqual(defaults);
    for (const name of names) {
      const { [name]: _, ...others } = defaults;
      expect(() => checkConfig(table, others, "others"), name).toThrow(new RegExp(`others, ${name}`));
    }
  });

  test("have spellings of their own: none is another one's", () => {
    const all = names.flatMap((name) => spellings(table, name));
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(names)("%s is read by every name it has, written by one, and given as an option", (name) => {
    const { value, text } = another(table, name);
    const config = { ...defaults, [name]: value };
    for (const spelling of spellings(table, name)) {
      expect(settingNamed(table, spelling)).toBe(name);
      const { [name]: _, ...others } = defaults;
      expect(checkConfig(table, { ...others, [spelling]: value }, "file")).toEqual(config);
    }
    const file = nameInFiles(table, name);
    expect(file).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(withFileNames(table, config)).toMatchObject({ [file]: value });
    expect(withSettingNames(table, withFileNames(table, config), "file")).toEqual(config);
    for (const flag of [file.replaceAll("_", "-"), ...(table[name]?.options ?? [])]) {
      expect(option(table, `--${flag}`, text)).toEqual({ [name]: value });
    }
  });

  test("say of every number between what it lies, as they are checked", () => {
    for (const [name, { range, schema, kind }] of Object.entries(table)) {
      expect(range !== null, name).toBe(kind === "number" || kind === "count");
      const { least, above, most, below } = range ?? {};
      const step = kind === "count" ? 1 : 1e-9;
      const good = [least, most, above !== undefined && above + step, below !== undefined && below - step];
      const bad = [above, below, least !== undefined && least - step, most !== undefined && most + step];
      const isNumber = (value: number | false | undefined) => typeof value === "number";
      for (const value of good.filter(isNumber)) expect(v.is(schema, value), `${name} ${value}`).toBe(true);
      for (const value of bad.filter(isNumber)) expect(v.is(schema, value), `${name} ${value}`).toBe(false);
    }
  });

  test.each(names)("%s has a label, a meaning, and a place in the forms that holds its default", (name) => {
    const { label, meaning, slider, choices, group, default: usual } = table[name] as SettingsTable[string];
    expect(label).not.toBe("");
    expect(meaning).toMatch(/\.$/);
    expect(choiceFields(table).some(({ key }) => key === name)).toBe(choices !== null);
    expect(sliderFields(table).some(({ key }) => key === name)).toBe(slider !== null && group !== null);
    if (!slider) return;
    expect(["main", ...SETTING_GROUPS]).toContain(group);
    expect(usual).toBeGreaterThanOrEqual(slider.min);
    expect(usual).toBeLessThanOrEqual(slider.max);
    if (slider.scale === "log") expect(slider.min).toBeGreaterThan(0);
  });

  test.each(names)("%s is in the documents", (name) => {
    expect(settingsTable(table)).toContain(`| \`${nameInFiles(table, name)}\` | \`${name}\` |`);
  });
});

test("a setting is not given under two names", () => {
  const twice = { ...defaultsOf(REWARD_MODEL_SETTINGS), eval_steps: 5 };
  expect(() => checkConfig(REWARD_MODEL_SETTINGS, twice, "two.json")).toThrow(
    /two names \(two\.json\).*evalSteps and eval_steps/,
  );
});

test("ranges of counted settings hold whole numbers", () => {
  const counted = ["steps", "batchSize", "gradientAccumulationSteps", "loraRank", "evalSteps", "patience"] as const;
  expect(counted.every(isCounted)).toBe(true);
  expect((["rho", "learningRate", "loraAlpha"] as const).some(isCounted)).toBe(false);
});

test("a row is all that a further setting takes", () => {
  const table = {
    ...REWARD_MODEL_SETTINGS,
    edgeDropout: numberSetting(shareBound, {
      default: 0.1,
      label: "Edge dropout",
      unit: "share",
      meaning: "Edges that a step leaves out.",
      symbol: "dropout",
      when: { methods: ["icrm"] },
      group: "Losses",
      slider: { min: 0, max: 0.9, step: 0.05 },
      transformers: null,
    }),
  };
  const config = { ...defaultsOf(table), edgeDropout: 0.3 };
  expect(checkConfig(table, { ...defaultsOf(REWARD_MODEL_SETTINGS), edge_dropout: 0.3 }, "file")).toEqual(config);
  expect(() => checkConfig(table, { ...config, edgeDropout: 2 }, "file")).toThrow(/file, edgeDropout.*<=1.*2/);
  expect(sliderFields(table).find(({ key }) => key === "edgeDropout")).toMatchObject({ group: "Losses", max: 0.9 });
  expect(option(table, "--edge-dropout", "0.3")).toEqual({ edgeDropout: 0.3 });
  expect(settingWords(table, config, defaultsOf(table), new Set())).toEqual(["dropout 0.3"]);
  expect(settingWords(table, { ...config, method: "bt" }, defaultsOf(table), new Set())).toEqual([]);
  expect(withFileNames(table, config)).toMatchObject({ edge_dropout: 0.3 });
  expect(settingsTable(table)).toContain(
    "| `edge_dropout` | `edgeDropout` | Edges that a step leaves out. | share, from 0 to 1 |",
  );
});
