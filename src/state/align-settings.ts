import * as v from "valibot";
import type { DeviceChoice } from "../engine/device.ts";
import { DPO_DEFAULTS, DPO_SETTINGS, type DpoConfig, POLICY_TUNINGS } from "../engine/training/dpo-config.ts";
import { sliderFields } from "../engine/training/setting-fields.ts";
import { renamedSettings } from "../engine/training/setting-names.ts";
import type { SettingsTable } from "../engine/training/settings.ts";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { ListedPolicy } from "../storage/stored-policies.ts";
import type { AlignmentPlan } from "../worker/alignment-records.ts";
import type { NamedDataFile } from "../worker/evaluation-records.ts";
import type { ModelEntry } from "../worker/records.ts";
import { between, deviceField, idsField, readFields, textField, whole } from "./address-fields.ts";
import type { ViewAddress } from "./use-address.ts";

/** The fields of the config for which the page has a slider. */
const SLIDERS = [
  ...(["beta", "learningRate", "epochs", "batchSize", "labelSmoothing"] as const),
  ...(["loraRank", "loraAlpha", "evalSteps", "patience"] as const),
];
type ChosenConfig = Pick<DpoConfig, (typeof SLIDERS)[number] | "tuning" | "seed">;

/** The sliders of the config, in the order of its settings. */
export const ALIGN_SLIDERS = sliderFields(DPO_SETTINGS).flatMap((field) => {
  const key = SLIDERS.find((name) => name === field.key);
  return key ? [{ ...field, key }] : [];
});

/** What an address says of the page: everything that decides an alignment, except a file of the person's. */
export interface AlignSettings extends ChosenConfig {
  device: DeviceChoice;
  /** Id of a policy of this browser; empty for the policy that comes with the playground. */
  policy: string;
  /** Ids of reward models; empty for those that come with the playground. */
  rewards: readonly string[];
  prompts: number;
  /** Samples per prompt (N). */
  samples: number;
  minGap: number;
  validation: number;
  test: number;
}

/** The largest number of reward models that one figure can distinguish. */
export const MOST_REWARDS = 3;

/** Settings that take two minutes on two cores with the models that come with the playground. */
export const DEFAULT_ALIGN_SETTINGS: AlignSettings = {
  device: "auto",
  policy: "",
  rewards: [],
  prompts: 100,
  samples: 8,
  minGap: 0,
  validation: 16,
  test: 40,
  ...(pick(DPO_DEFAULTS, [...SLIDERS, "tuning", "seed"]) satisfies ChosenConfig),
  evalSteps: 5,
};

const sliderLimits = Object.fromEntries(ALIGN_SLIDERS.map(({ key, min, max }) => [key, [min, max]]));

/**
 * Bounds of the numbers, for controls and addresses. β = 0 can be entered; the error then explains what is wrong with
 * 0.
 */
export const alignLimits = {
  prompts: [1, 2000],
  samples: [1, 32],
  minGap: [0, 10],
  validation: [1, 500],
  test: [1, 1000],
  seed: [0, 4294967295],
  ...(sliderLimits as Record<(typeof SLIDERS)[number], [number, number]>),
} as const;

export type AlignNumber = keyof typeof alignLimits;

const isFraction = (name: string) => name === "minGap" || (DPO_SETTINGS as SettingsTable)[name]?.kind === "number";

const fields = {
  ...Object.fromEntries(
    Object.entries(alignLimits).map(([name, bounds]) => [name, isFraction(name) ? between(bounds) : whole(bounds)]),
  ),
  device: deviceField,
  policy: textField,
  tuning: v.picklist(POLICY_TUNINGS),
  rewards: idsField,
};

export const alignAddress: ViewAddress<AlignSettings> = {
  read(raw) {
    const { known, problems } = readFields(fields, renamedSettings(DPO_SETTINGS, raw));
    const rewards = known.rewards?.slice(0, MOST_REWARDS) ?? [];
    return { view: { ...DEFAULT_ALIGN_SETTINGS, ...known, rewards }, problems };
  },

  searchOf({ rewards, ...settings }) {
    const defaults: Record<string, unknown> = { ...DEFAULT_ALIGN_SETTINGS };
    const own = Object.entries(settings).filter(([name, value]) => value !== defaults[name]);
    return { ...Object.fromEntries(own), ...(rewards.length > 0 && { rewards: rewards.join() }) };
  },
};

function pick<T, Name extends keyof T>(from: T, names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>;
}

/** The models that can be chosen. */
export interface AlignOffer {
  /** Reward models that come with the playground. */
  embedded: readonly ModelEntry[];
  stored: readonly StoredRewardModel[];
  policies: readonly ListedPolicy[];
}

/** The reward models that the settings name, those of the playground first; unknown ids are left out. */
export function chosenRewards({ rewards }: AlignSettings, { embedded, stored }: AlignOffer): ModelEntry[] {
  if (rewards.length === 0) return embedded.slice(0, MOST_REWARDS);
  const trained = stored.map(({ id, name, method }): ModelEntry => ({ id, kind: "reward", method, name }));
  return [...embedded, ...trained].filter(({ id }) => rewards.includes(id));
}

/** The plan of the request to the engine. */
export function alignmentPlan(
  settings: AlignSettings,
  offer: AlignOffer,
  file: NamedDataFile | null,
  until: AlignmentPlan["until"],
): AlignmentPlan {
  const {
    device: _device,
    policy,
    rewards: _rewards,
    prompts,
    samples,
    minGap,
    validation,
    test,
    ...config
  } = settings;
  const rewards = chosenRewards(settings, offer).map(({ id }) => id);
  const tuned = offer.policies.find(({ id }) => id === policy);
  return {
    policy: tuned ? { id: tuned.id, name: tuned.name } : null,
    rewards,
    stored: offer.stored.filter(({ id }) => rewards.includes(id)),
    ...{ prompts, samples, minGap, validation, test, file, until },
    config: { ...DPO_DEFAULTS, ...config },
  };
}
