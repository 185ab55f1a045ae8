import * as v from "valibot";
import type { DeviceChoice } from "../engine/device.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { checkRewardModelConfig } from "../engine/training/check-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { withSettingNames } from "../engine/training/setting-names.ts";
import type { SettingsTable } from "../engine/training/settings.ts";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { misfit, unknownNames } from "./address-fields.ts";
import type { DataIds } from "./embedded-pairs.ts";
import { DEFAULT_SETTINGS, type SharedConfig, type TrainSettings, variantConfig } from "./train-settings.ts";
import { MOST_VARIANTS, VARIANT_IDS } from "./train-variants.ts";

/** The page's settings in its address; settings at their defaults are left out. */
export type TrainSearch = Partial<Record<keyof SharedConfig, unknown>> & {
  /** Ids of variants, separated by commas. */
  runs?: string;
  /** Id of the model of this browser that reward models start from. */
  base?: string;
  /** Id of the model whose generation probabilities weigh the edges. */
  generator?: string;
  pairs?: number;
  heldOut?: number;
  recordEvery?: number;
  device?: DeviceChoice;
  /** Indices of the pinned pairs, separated by commas. */
  pins?: string;
  /** Ids of stored runs to continue, separated by commas. */
  run?: string;
  /** Ids of the training data (pairs of the playground or a data set of this browser) and of the held-out data set. */
  data?: string;
  heldOutData?: string;
};

export interface ReadTrainSearch {
  settings: TrainSettings;
  device: DeviceChoice;
  pins: number[] | null;
  resume: string[];
  /** Ids of pairs of the playground or of data sets of this browser; null: the page's present pairs. */
  data: string | null;
  heldOutData: string | null;
  /** A sentence about each invalid part of the address. */
  problems: string[];
}

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const counts = { pairs: whole(1), heldOut: whole(0), recordEvery: whole(1) };
const devices = v.picklist(["auto", "webgpu", "wasm"]);
const variantIds = v.pipe(
  v.string(),
  v.transform((text) => [...new Set(text.split(","))]),
  v.array(v.picklist(VARIANT_IDS)),
  v.minLength(1),
  v.maxLength(MOST_VARIANTS),
);
const runIds = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").filter(Boolean)),
);
const places = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((text) => String(text).split(",").map(Number)),
  v.array(whole(0)),
);

const NAMES = [
  ...Object.keys(DEFAULT_SETTINGS.config),
  ...Object.keys(counts),
  ...["runs", "base", "generator", "device", "pins", "run", "data", "heldOutData"],
];

/**
 * Reads an address: its valid settings, and messages about invalid ones.
 * @param others names that the address may have beside those of Train
 */
export function readTrainSearch(
  address: Readonly<Record<string, unknown>>,
  others: readonly string[] = [],
): ReadTrainSearch {
  const problems: string[] = [];
  const raw = namedSettings(address, problems);
  problems.push(...unknownNames(raw, [...NAMES, ...others]));
  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>): T | null => {
    if (raw[name] === undefined) return null;
    const parsed = v.safeParse(schema, raw[name]);
    if (!parsed.success) problems.push(misfit(name, parsed.issues[0]));
    return parsed.success ? parsed.output : null;
  };
  const settings: TrainSettings = { ...DEFAULT_SETTINGS, config: { ...DEFAULT_SETTINGS.config } };
  settings.variants = read("runs", variantIds) ?? settings.variants;
  settings.base = read("base", v.string());
  settings.generator = read("generator", v.string());
  for (const [name, schema] of Object.entries(counts)) {
    settings[name as keyof typeof counts] = read(name, schema) ?? settings[name as keyof typeof counts];
  }
  for (const name of Object.keys(settings.config) as (keyof SharedConfig)[]) {
    if (raw[name] === undefined) continue;
    const given = raw[name];
    const isText = typeof given === "string" || typeof given === "number";
    const value = name === "loraTargets" && isText ? String(given).split(",").filter(Boolean) : given;
    const changed = { ...settings.config, [name]: value };
    try {
      checkAsForm(name, value);
      checkRewardModelConfig(variantConfig("icrm", changed as SharedConfig), "address");
      settings.config = changed as SharedConfig;
    } catch (error) {
      const { expected, found } = error instanceof PlaygroundError ? error.report : {};
      problems.push(
        t("{name}: expected {expected}, found {found}. The default is used.", {
          name,
          expected: translated(expected ?? ""),
          found: translated(String(found ?? "")),
        }),
      );
    }
  }
  return {
    settings,
    device: read("device", devices) ?? "auto",
    pins: read("pins", places),
    resume: read("run", runIds) ?? [],
    data: read("data", v.string()),
    heldOutData: read("heldOutData", v.string()),
    problems,
  };
}

/** Demands of a number what the form's slider demands: a training of 10^12 steps would begin and never end. */
function checkAsForm(name: string, value: unknown): void {
  const { slider } = (REWARD_MODEL_SETTINGS as SettingsTable)[name] ?? {};
  if (!slider || typeof value !== "number" || (value >= slider.min && value <= slider.max)) return;
  throw new PlaygroundError({
    what: "The setting is beyond what the form takes",
    where: name,
    expected: `a number between ${slider.min} and ${slider.max}`,
    found: String(value),
    fix: "Choose a number in between.",
  });
}

/** Whether an address asks for a training of its own; otherwise, and with a device alone, the page opens with its recording. */
export function asksForTraining({ settings, pins, resume, data, heldOutData }: ReadTrainSearch): boolean {
  const asked = trainSearch(settings, "auto", pins ?? [], [], { data, heldOutData });
  return resume.length > 0 || Object.keys(asked).length > 0;
}

/** The address with settings under the names of this version; a setting given twice counts under its present name. */
function namedSettings(
  address: Readonly<Record<string, unknown>>,
  problems: string[],
): Readonly<Record<string, unknown>> {
  try {
    return withSettingNames(REWARD_MODEL_SETTINGS, address, "address");
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    problems.push(
      t("{what}: {found}. The name of this version counts.", {
        what: translated(error.report.what),
        found: translated(error.report.found ?? ""),
      }),
    );
    return address;
  }
}

/** The address of settings, with the ids of training and held-out data. */
export function trainSearch(
  { variants, config, ...numbers }: TrainSettings,
  device: DeviceChoice,
  pins: readonly number[],
  defaultPins: readonly number[],
  { data, heldOutData }: DataIds,
): TrainSearch {
  const search: Record<string, unknown> = {};
  if (variants.join() !== DEFAULT_SETTINGS.variants.join()) search.runs = variants.join();
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== DEFAULT_SETTINGS[name as keyof typeof numbers]) search[name] = value;
  }
  for (const [name, value] of Object.entries(config)) {
    const standard = DEFAULT_SETTINGS.config[name as keyof SharedConfig];
    if (String(value) !== String(standard)) search[name] = Array.isArray(value) ? value.join() : value;
  }
  if (pins.length > 0 && pins.join() !== defaultPins.join()) search.pins = pins.join();
  if (device !== "auto") search.device = device;
  if (data) search.data = data;
  if (heldOutData) search.heldOutData = heldOutData;
  return search as TrainSearch;
}
