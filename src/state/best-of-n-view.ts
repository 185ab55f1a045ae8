import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice } from "../engine/device.ts";
import { between, changedFields, deviceField, idsField, readFields, textField, whole } from "./address-fields.ts";
import type { ViewAddress } from "./use-address.ts";

export const SCALES = ["n", "kl"] as const;
const FILTERS = ["all", "missed", "right", "hopeless"] as const;

/** What the page measures and how it shows the result; an address holds it. */
export interface BestOfNView {
  /** Ids of reward models; null: all that come with the playground. */
  models: readonly string[] | null;
  /** Id of the class of students or of a policy of this browser; empty: the policy that comes with the playground. */
  policy: string;
  problems: number;
  /** Responses per problem (M); N doubles from 1 up to M. */
  samples: number;
  temperature: number;
  seed: number;
  device: DeviceChoice;
  /** The horizontal axis: N, or how far choosing among N moves the policy (KL). */
  scale: (typeof SCALES)[number];
  /** The metric that judges are sorted by; empty keeps their order. */
  sort: string;
  descending: boolean;
  /** The selected figure, by judge and metric; empty before one is selected. */
  judge: string;
  metric: string;
  /** The reward model whose picks are shown; empty: the first. */
  model: string;
  /** The problems that can be paged through. */
  filter: (typeof FILTERS)[number];
  /** Index of the shown problem among all problems. */
  problem: number;
}

export const defaultBestOfNView: BestOfNView = {
  models: null,
  policy: "",
  problems: 100,
  samples: 16,
  temperature: 1,
  seed: 0,
  device: "auto",
  scale: "n",
  sort: "",
  descending: true,
  judge: "",
  metric: "",
  model: "",
  filter: "all",
  problem: 0,
};

/** Bounds of the numbers, for controls and links. */
export const bestOfNLimits = {
  problems: [1, 1000],
  samples: [2, 64],
  temperature: [0.1, 2],
  seed: [0, 4294967295],
} as const;

const fields = {
  models: idsField,
  policy: textField,
  problems: whole(bestOfNLimits.problems),
  samples: whole(bestOfNLimits.samples),
  temperature: between(bestOfNLimits.temperature),
  seed: whole(bestOfNLimits.seed),
  device: deviceField,
  scale: v.picklist(SCALES),
  sort: textField,
  descending: v.boolean(),
  judge: textField,
  metric: textField,
  model: textField,
  filter: v.picklist(FILTERS),
  problem: whole([0, bestOfNLimits.problems[1] - 1]),
};

export function createBestOfNView(): StoreApi<BestOfNView> {
  return createStore<BestOfNView>(() => defaultBestOfNView);
}

export const bestOfNAddress: ViewAddress<BestOfNView> = {
  read(raw) {
    const { known, problems } = readFields(fields, raw);
    return { view: { ...defaultBestOfNView, ...known }, problems };
  },
  searchOf: ({ models, ...view }) => ({
    ...changedFields<Omit<BestOfNView, "models">>(view, defaultBestOfNView),
    ...(models && { models: models.join(",") }),
  }),
};
