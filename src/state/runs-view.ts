import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ViewAddress } from "./use-address.ts";

export const SORT_COLUMNS = [
  "name",
  "method",
  "data",
  "pairs",
  "status",
  "accuracy",
  "margin",
  "loss",
  "steps",
  "seed",
  "size",
  "created",
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

const views = ["metrics", "tokens", "config"] as const;

/** How the runs are shown; an address holds it. */
export interface RunsView {
  /** Words that a run must contain, all of them. */
  filter: string;
  sort: SortColumn;
  descending: boolean;
  /** Ids of the selected runs, in the order of selection. */
  selected: readonly string[];
  view: (typeof views)[number];
  metric: string;
  /** Share of the past in a smoothed value; 0 draws the curves unsmoothed. */
  smoothing: number;
  /** Whether the vertical axis is logarithmic. */
  log: boolean;
}

export const defaultRunsView: RunsView = {
  filter: "",
  sort: "created",
  descending: true,
  selected: [],
  view: "metrics",
  metric: "loss",
  smoothing: 0,
  log: false,
};

/** Largest share of the past: above it a curve shows nothing. */
export const MOST_SMOOTHING = 0.99;

// An invalid field of an address keeps its default; the other fields still count.
const text = v.fallback(v.optional(v.string()), undefined);
const flag = v.fallback(v.optional(v.boolean()), undefined);
const search = v.object({
  filter: text,
  sort: v.fallback(v.optional(v.picklist(SORT_COLUMNS)), undefined),
  descending: flag,
  selected: text,
  view: v.fallback(v.optional(v.picklist(views)), undefined),
  metric: text,
  smoothing: v.fallback(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_SMOOTHING))), undefined),
  log: flag,
});

export function createRunsView(): StoreApi<RunsView> {
  return createStore<RunsView>(() => defaultRunsView);
}

/** The view in an address. */
export function viewOf(raw: Record<string, unknown>): RunsView {
  const { selected, ...given } = v.parse(search, raw);
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaultRunsView, ...known, selected: selected?.split(",").filter(Boolean) ?? [] };
}

/** The view as the parameters of an address: only fields that differ from their defaults. */
export function searchOf({ selected, ...view }: RunsView): Record<string, string | number | boolean> {
  const defaults: Record<string, unknown> = { ...defaultRunsView };
  const own = Object.entries(view).filter(([name, value]) => value !== defaults[name]);
  return { ...Object.fromEntries(own), ...(selected.length > 0 && { selected: selected.join(",") }) };
}

export const runsAddress: ViewAddress<RunsView> = { viewOf, searchOf };
