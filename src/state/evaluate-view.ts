import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { MetricGroup } from "../engine/evaluation/report.ts";
import type { DeviceChoice } from "../worker/requests.ts";
import type { AddressOf } from "./use-address.ts";

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

/** A data set of this browser, as an address names it. */
export type KeptChoice = `kept:${string}`;

export function keptChoice(id: string): KeptChoice {
  return `kept:${id}`;
}

/** What the page evaluates and how it is looked at: what an address says of it. A file of one's own is in no address. */
export interface EvaluateView {
  /** Ids of reward models; null: all that come with the playground. */
  models: readonly string[] | null;
  data: "test" | "validation" | "file" | KeptChoice;
  /** Where thresholds come from. */
  validation: "validation" | "none" | "file" | KeptChoice;
  /** Id of the policy whose probabilities weigh the edges; empty: the one that comes with the playground. */
  generator: string;
  device: DeviceChoice;
  /** The metric that reward models are sorted by; empty leaves them as they are. */
  sort: string;
  descending: boolean;
  hidden: readonly MetricGroup[];
  /** The selected cell; empty until there is one. */
  judge: string;
  metric: string;
  /** The plot that was chosen; null: the one that goes with the metric. */
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

// A field that cannot be used is left at its default: the rest of the address still counts.
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

export const evaluateAddress: AddressOf<EvaluateView> = {
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
