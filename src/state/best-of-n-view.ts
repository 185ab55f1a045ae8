import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice } from "../engine/device.ts";
import type { ViewAddress } from "./use-address.ts";

export const SCALES = ["n", "kl"] as const;
export const FILTERS = ["all", "missed", "right", "hopeless"] as const;

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
export const limits = {
  problems: [1, 1000],
  samples: [2, 64],
  temperature: [0.1, 2],
  seed: [0, 4294967295],
} as const;

// An invalid field of an address keeps its default; the other fields still count.
const optional = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);
const between = ([low, high]: readonly [number, number]) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));
const whole = (range: readonly [number, number]) => v.pipe(between(range), v.integer());
const text = optional(v.string());
const search = v.object({
  models: text,
  policy: text,
  problems: optional(whole(limits.problems)),
  samples: optional(whole(limits.samples)),
  temperature: optional(between(limits.temperature)),
  seed: optional(whole(limits.seed)),
  device: optional(v.picklist(["auto", "webgpu", "wasm"])),
  scale: optional(v.picklist(SCALES)),
  sort: text,
  descending: optional(v.boolean()),
  judge: text,
  metric: text,
  model: text,
  filter: optional(v.picklist(FILTERS)),
  problem: optional(whole([0, limits.problems[1] - 1])),
});

export function createBestOfNView(): StoreApi<BestOfNView> {
  return createStore<BestOfNView>(() => defaultBestOfNView);
}

export const bestOfNAddress: ViewAddress<BestOfNView> = {
  viewOf(raw) {
    const { models, ...given } = v.parse(search, raw);
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return {
      ...defaultBestOfNView,
      ...known,
      models: models === undefined ? null : models.split(",").filter(Boolean),
    };
  },

  searchOf({ models, ...view }) {
    const defaults: Record<string, unknown> = { ...defaultBestOfNView };
    const own = Object.entries(view).filter(([name, value]) => value !== defaults[name]);
    return {
      ...Object.fromEntries(own),
      ...(models && { models: models.join(",") }),
    };
  },
};
