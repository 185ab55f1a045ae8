import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice } from "../engine/device.ts";
import type { MetricGroup } from "../engine/evaluation/report.ts";
import type { ViewAddress } from "./use-address.ts";

export const METRIC_GROUPS = [
  "pairs",
  "rewardbench",
  "process",
  "mistakes",
  "values",
  "mechanism",
] as const satisfies MetricGroup[];
export const PLOTS = ["margins", "rewards", "reliability", "length", "values", "edges"] as const;
export type Plot = (typeof PLOTS)[number];

/** A data set of this browser in an address. */
export type KeptChoice = `kept:${string}`;

export function keptChoice(id: string): KeptChoice {
  return `kept:${id}`;
}

/** What the page evaluates and how it shows the result; an address holds it, except for a file of the person's. */
export interface EvaluateView {
  /** Ids of reward models; null: all that come with the playground. */
  models: readonly string[] | null;
  data: "test" | "validation" | "file" | KeptChoice;
  /** The records that thresholds are chosen on. */
  validation: "validation" | "none" | "file" | KeptChoice;
  /** Id of the policy whose probabilities weigh the edges; empty: the policy that comes with the playground. */
  generator: string;
  device: DeviceChoice;
  /** The metric that reward models are sorted by; empty keeps their order. */
  sort: string;
  descending: boolean;
  hidden: readonly MetricGroup[];
  /** The selected cell; empty before one is selected. */
  judge: string;
  metric: string;
  /** The chosen plot; null: the plot that belongs to the metric. */
  plot: Plot | null;
}

export const defaultEvaluateView: EvaluateView = {
  models: null,
  data: "test",
  validation: "validation",
  generator: "",
  device: "auto",
  sort: "",
  descending: true,
  hidden: [],
  judge: "",
  metric: "",
  plot: null,
};

// An invalid field of an address keeps its default; the other fields still count.
const text = v.fallback(v.optional(v.string()), undefined);
const choice = <const Options extends readonly string[]>(options: Options) =>
  v.fallback(v.optional(v.picklist(options)), undefined);
const file = <const Options extends readonly string[]>(options: Options) =>
  v.fallback(v.optional(v.union([v.picklist(options), v.pipe(v.string(), v.startsWith("kept:"))])), undefined);
const search = v.object({
  models: text,
  data: file(["test", "validation"]),
  validation: file(["validation", "none"]),
  generator: text,
  device: choice(["auto", "webgpu", "wasm"]),
  sort: text,
  descending: v.fallback(v.optional(v.boolean()), undefined),
  hidden: text,
  judge: text,
  metric: text,
  plot: choice(PLOTS),
});

export function createEvaluateView(): StoreApi<EvaluateView> {
  return createStore<EvaluateView>(() => defaultEvaluateView);
}

export const evaluateAddress: ViewAddress<EvaluateView> = {
  viewOf(raw) {
    const { models, hidden, ...given } = v.parse(search, raw);
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return {
      ...defaultEvaluateView,
      ...known,
      models: models === undefined ? null : models.split(",").filter(Boolean),
      hidden: METRIC_GROUPS.filter((group) => hidden?.split(",").includes(group)),
    };
  },

  searchOf({ models, hidden, plot, data, validation, ...view }) {
    const defaults: Record<string, unknown> = { ...defaultEvaluateView };
    const files = { data, validation };
    const own = Object.entries({ ...view, ...files }).filter(
      ([name, value]) => value !== defaults[name] && value !== "file",
    );
    return {
      ...Object.fromEntries(own),
      ...(models && { models: models.join(",") }),
      ...(hidden.length > 0 && { hidden: hidden.join(",") }),
      ...(plot && { plot }),
    };
  },
};
