import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import { between, changedFields, idsField, readFields, textField } from "./address-fields.ts";
import type { ViewAddress } from "./use-address.ts";

const SORT_COLUMNS = [
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

const fields = {
  filter: textField,
  sort: v.picklist(SORT_COLUMNS),
  descending: v.boolean(),
  selected: idsField,
  view: v.picklist(views),
  metric: textField,
  smoothing: between([0, MOST_SMOOTHING]),
  log: v.boolean(),
};

export function createRunsView(): StoreApi<RunsView> {
  return createStore<RunsView>(() => defaultRunsView);
}

export const runsAddress: ViewAddress<RunsView> = {
  read(raw) {
    const { known, problems } = readFields(fields, raw);
    return { view: { ...defaultRunsView, ...known }, problems };
  },
  searchOf: ({ selected, ...view }) => ({
    ...changedFields<Omit<RunsView, "selected">>(view, defaultRunsView),
    ...(selected.length > 0 && { selected: selected.join(",") }),
  }),
};
