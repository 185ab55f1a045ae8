import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice } from "../engine/device.ts";
import type { MetricGroup } from "../engine/evaluation/report.ts";
import { deviceField, idsField, readFields, textField } from "./address-fields.ts";
import type { ViewAddress } from "./use-address.ts";

/** In the order of the columns: what tells reward models apart at a glance first, the many figures last. */
export const METRIC_GROUPS = [
  "pairs",
  "rewardbench",
  "values",
  "process",
  "mechanism",
  "mistakes",
] as const satisfies MetricGroup[];
const PLOTS = ["margins", "rewards", "reliability", "length", "values", "edges"] as const;
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

const kept = v.custom<KeptChoice>((value) => typeof value === "string" && value.startsWith("kept:"));
const fields = {
  models: idsField,
  data: v.union([v.picklist(["test", "validation"]), kept]),
  validation: v.union([v.picklist(["validation", "none"]), kept]),
  generator: textField,
  device: deviceField,
  sort: textField,
  descending: v.boolean(),
  hidden: idsField,
  judge: textField,
  metric: textField,
  plot: v.picklist(PLOTS),
};

export function createEvaluateView(): StoreApi<EvaluateView> {
  return createStore<EvaluateView>(() => defaultEvaluateView);
}

export const evaluateAddress: ViewAddress<EvaluateView> = {
  read(raw) {
    const { known, problems } = readFields(fields, raw);
    const hidden = METRIC_GROUPS.filter((group) => known.hidden?.includes(group));
    return { view: { ...defaultEvaluateView, ...known, hidden }, problems };
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
